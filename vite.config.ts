/// <reference types="vitest/config" />
import { cpSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { storybookTest } from "@storybook/addon-vitest/vitest-plugin";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type Plugin } from "vite";
import { CHROMIUM_FLAGS, findChromium } from "./scripts/chromium.mjs";
import { ISOLATION, NONCE_PLACEHOLDER } from "./scripts/security-headers.mjs";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Patches and their media ship beside the page. The development server finds them in the project's root by itself. */
function shipPatches(): Plugin {
  return {
    name: "optophone:ship-patches",
    apply: (_, { command, isSsrBuild }) => command === "build" && !isSsrBuild && !process.env.VITEST,
    writeBundle({ dir }) {
      if (!dir?.endsWith("dist")) return;
      for (const folder of ["examples", "presets"])
        if (existsSync(path(folder))) cpSync(path(folder), `${dir}/${folder}`, { recursive: true });
    },
  };
}

const chromium = () => {
  const executablePath = findChromium();
  return playwright({ launchOptions: { ...(executablePath && { executablePath }), args: [...CHROMIUM_FLAGS] } });
};

const inChromium = () => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: chromium(),
  instances: [{ browser: "chromium" as const }],
});

export default defineConfig(({ command }) => ({
  plugins: [react(), shipPatches()],
  worker: { format: "es" },
  server: { headers: ISOLATION },
  preview: { headers: ISOLATION },
  // Only a server of ours can replace the placeholder; Vite's own sends no policy.
  ...(command === "build" && !process.env.VITEST && { html: { cspNonce: NONCE_PLACEHOLDER } }),
  build: { target: "es2023", assetsInlineLimit: 0, chunkSizeWarningLimit: 2_000 },
  // Named here because a dependency found only when a test asks for it reloads the page under the test.
  optimizeDeps: {
    include: [
      "react",
      "react-dom",
      "react-dom/client",
      "react/jsx-runtime",
      "react/jsx-dev-runtime",
      "react-redux",
      "@reduxjs/toolkit",
      "immutable",
      "zod",
      "rete",
      "rete-area-plugin",
      "rete-connection-plugin",
      "lucide-react",
      "tinykeys",
      "idb",
      "jsonc-parser",
      "browser-fs-access",
      "mediabunny",
      "pixi.js",
      "pixi.js/unsafe-eval",
      "fast-check",
      "pixelmatch",
      "@base-ui/react/dialog",
      "@base-ui/react/menu",
      "@base-ui/react/toast",
      "@codemirror/autocomplete",
      "@codemirror/commands",
      "@codemirror/language",
      "@codemirror/legacy-modes/mode/lua",
      "@codemirror/lint",
      "@codemirror/search",
      "@codemirror/state",
      "@codemirror/view",
      "@lezer/highlight",
    ],
  },
  test: {
    maxWorkers: 2,
    globalSetup: path("./scripts/build-lua.mjs"),
    testTimeout: 60_000,
    // How long a busy machine may take to come to what is expected; an idle one never waits that long.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          include: ["src/**/*.test.{ts,tsx}", "electron/**/*.test.ts", "scripts/**/*.test.ts", "bench/**/*.test.ts"],
          exclude: ["**/*.browser.test.*", "**/node_modules/**"],
        },
      },
      {
        extends: true,
        test: { name: "contract", environment: "node", include: ["test/contract/**/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "golden",
          environment: "node",
          include: ["test/golden/**/*.test.ts"],
          exclude: ["**/*.browser.test.*", "**/node_modules/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["src/**/*.browser.test.{ts,tsx}", "test/**/*.browser.test.{ts,tsx}"],
          browser: inChromium(),
        },
      },
      {
        extends: true,
        plugins: [storybookTest({ configDir: path(".storybook") })],
        optimizeDeps: { include: ["storybook/test"] },
        test: { name: "storybook", browser: inChromium() },
      },
    ],
  },
}));
