// Runs vitest and Playwright, and counts what came of it.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./setup.mjs";

/** @typedef {{ passed: number, failed: number, skipped?: number }} Count */

const REPORTS = join(ROOT, "build", "reports");

/**
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
function run(args, env = {}) {
  mkdirSync(REPORTS, { recursive: true });
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
 * Runs a project of vitest, or of all projects the files given.
 * @param {{ project: string } | { files: readonly string[] }} what
 */
export function vitest(what) {
  const isProject = "project" in what;
  const file = join(REPORTS, `${isProject ? what.project : "files"}.json`);
  rmSync(file, { force: true });
  const status = run([
    join("node_modules", "vitest", "vitest.mjs"),
    "run",
    ...(isProject ? ["--project", what.project] : what.files),
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  return counted(file, vitestCount, status);
}

/**
 * Runs the tests in whole pages, or those of the files given.
 * @param {readonly string[]} [files]
 */
export function e2e(files = []) {
  const file = join(REPORTS, "e2e.json");
  rmSync(file, { force: true });
  const status = run([join("node_modules", "@playwright", "test", "cli.js"), "test", ...files], {
    OPTOPHONE_E2E_REPORT: file,
  });
  return counted(
    file,
    ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }),
    status,
  );
}

/** @type {Map<string, Count & { seconds: number }>} */
const results = new Map();

/**
 * Carries out a stage; one that throws has failed.
 * @param {string} name
 * @param {() => Count | Promise<Count>} stage
 */
export async function runStage(name, stage) {
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

/** Prints what came of all stages, a line each, and sets the exit code. */
export function summarise() {
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
}
