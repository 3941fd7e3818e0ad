// `npm test`: everything that shows Optophone works. `npm test -- unit e2e` runs the stages named.
import { buildBinaries, buildCli, buildPage } from "./build.mjs";
import { check } from "./check.mjs";
import { CHROMIUM_ADVICE, findOrInstallChromium } from "./chromium.mjs";
import { setup } from "./setup.mjs";
import { e2e, runStage, summarise, vitest } from "./test-runners.mjs";

/** @typedef {import("./test-runners.mjs").Count} Count */

/** @type {Readonly<Record<string, () => Count | Promise<Count>>>} */
const STAGES = {
  check,
  unit: () => vitest({ project: "unit" }),
  contract: () => vitest({ project: "contract" }),
  golden: () => vitest({ project: "golden" }),
  browser: () => vitest({ project: "browser" }),
  storybook: () => vitest({ project: "storybook" }),
  e2e: () => e2e(),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((stage) => !(stage in STAGES));
if (unknown.length > 0) {
  console.error(`There is no stage “${unknown[0]}”. Stages: ${Object.keys(STAGES).join(", ")}.`);
  process.exit(2);
}

setup();
const chromium = findOrInstallChromium();
if (!chromium) console.error(`No Chromium was found, so tests that need it fail. ${CHROMIUM_ADVICE}`);
else process.env.CHROMIUM_PATH = chromium;

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

summarise();
