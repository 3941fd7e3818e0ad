import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, findChromium } from "./scripts/chromium.mjs";

/** Several checkouts on one machine each need their own. */
const PORT = Number(process.env.OPTOPHONE_E2E_PORT ?? 5_360);
const executablePath = findChromium();
const report = process.env.OPTOPHONE_E2E_REPORT;

export default defineConfig({
  testDir: "test/e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: report ? [["list"], ["json", { outputFile: report }]] : "list",
  use: {
    baseURL: `http://localhost:${PORT}/`,
    viewport: { width: 1_440, height: 900 },
    launchOptions: { ...(executablePath && { executablePath }), args: [...CHROMIUM_FLAGS] },
  },
  webServer: {
    command: `node scripts/start.mjs --port ${PORT} --no-open`,
    url: `http://localhost:${PORT}/`,
    reuseExistingServer: false,
    timeout: 120_000,
  },
});
