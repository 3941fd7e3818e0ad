// `npm test`: everything that shows Optophone works. `npm test -- unit e2e` runs the stages named.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildBinaries, buildCli, buildPage } from "./build.mjs";
import { check } from "./check.mjs";
import { CHROMIUM_ADVICE, findOrInstallChromium } from "./chromium.mjs";
import { ROOT, setup } from "./setup.mjs";

/** @typedef {{ passed: number, failed: number, skipped?: number }} Count */

const REPORTS = join(ROOT, "build", "reports");

/**
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
function run(args, env = {}) {
  return spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
  }).status;
}

/**
 * Reads a report a runner wrote. One that is missing means the runner itself broke: that counts as a failure.
 * @param {string} file
 * @param {(report: any) => Count} counts
 * @param {number | null} status
 * @returns {Count}
 */
function counted(file, counts, status) {
  /** @type {Count} */
  let count = { passed: 0, failed: 0 };
  try {
    count = counts(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    console.error(`No report at ${file}: the runner stopped before its end.`);
    return { passed: 0, failed: 1 };
  }
  if (count.failed === 0 && (status !== 0 || count.passed === 0)) return { ...count, failed: 1 };
  return count;
}

/**
 * A file that could not even be read has no tests in it; it counts as one failure.
 * @param {any} report
 * @returns {Count}
 */
function vitestCount(report) {
  const broken = report.testResults.filter(
    (/** @type {any} */ file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * @param {string} project
 * @param {string[]} filters
 */
function vitest(project, filters = []) {
  const file = join(
    REPORTS,
    `${filters.length > 0 ? `${project}-${filters.join("-").replaceAll("/", "_")}` : project}.json`,
  );
  rmSync(file, { force: true });
  const status = run([
    join("node_modules", "vitest", "vitest.mjs"),
    "run",
    "--project",
    project,
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...filters,
  ]);
  return counted(file, vitestCount, status);
}

/** @type {Readonly<Record<string, () => Count | Promise<Count>>>} */
const STAGES = {
  check,
  unit: () => vitest("unit"),
  contract: () => vitest("contract"),
  golden: () => vitest("golden"),
  browser: () => vitest("browser"),
  storybook: () => vitest("storybook"),
  e2e: () => {
    const file = join(REPORTS, "e2e.json");
    rmSync(file, { force: true });
    const status = run([join("node_modules", "@playwright", "test", "cli.js"), "test"], { OPTOPHONE_E2E_REPORT: file });
    return counted(
      file,
      ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }),
      status,
    );
  },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((stage) => !(stage in STAGES));
if (unknown.length > 0) {
  console.error(`There is no stage “${unknown[0]}”. Stages: ${Object.keys(STAGES).join(", ")}.`);
  process.exit(2);
}

setup();
mkdirSync(REPORTS, { recursive: true });
const chromium = findOrInstallChromium();
if (!chromium) console.error(`No Chromium was found, so tests that need it fail. ${CHROMIUM_ADVICE}`);
else process.env.CHROMIUM_PATH = chromium;

/** @type {Map<string, Count & { seconds: number }>} */
const results = new Map();

/**
 * @param {string} name
 * @param {() => Count | Promise<Count>} stage
 */
async function runStage(name, stage) {
  console.log(`\n== ${name}`);
  const began = performance.now();
  /** @type {Count} */
  let count;
  try {
    count = await stage();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    count = { passed: 0, failed: 1 };
  }
  results.set(name, { ...count, seconds: (performance.now() - began) / 1000 });
}

await runStage("build", () => {
  buildBinaries();
  if (wanted.length === 0 || wanted.includes("e2e") || wanted.includes("unit")) {
    buildPage();
    buildCli();
  }
  return { passed: 1, failed: 0 };
});
for (const [name, stage] of Object.entries(STAGES))
  if (wanted.length === 0 || wanted.includes(name)) await runStage(name, stage);

console.log("");
let passed = 0;
let failed = 0;
for (const [name, count] of results) {
  passed += count.passed;
  failed += count.failed;
  const skipped = count.skipped ? `, ${count.skipped} skipped` : "";
  console.log(
    `${name.padEnd(10)} ${count.passed} ok, ${count.failed} not ok${skipped} (${count.seconds.toFixed(1)} s)`,
  );
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
