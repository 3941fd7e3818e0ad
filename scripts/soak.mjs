// `npm run soak`: the laws that `npm test` tries a part of, whole. `npm run soak -- kill` runs the files with that in their path.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildBinaries, buildCli, buildPage } from "./build.mjs";
import { CHROMIUM_ADVICE, findOrInstallChromium } from "./chromium.mjs";
import { ROOT, setup } from "./setup.mjs";
import { e2e, runStage, summarise, vitest } from "./test-runners.mjs";

/** By this in the environment tests know that they are to run whole; those that ask for it are the ones to run. */
const SWITCH = "OPTOPHONE_SOAK";

const wanted = process.argv.slice(2);
const files = ["src", "test"]
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  )
  .filter((file) => /\.(test|spec)\.tsx?$/.test(file) && readFileSync(join(ROOT, file), "utf8").includes(SWITCH))
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();
if (files.length === 0) {
  console.error(`None of the long tests has “${wanted.join("” or “")}” in its path.`);
  process.exit(2);
}

setup();
const chromium = findOrInstallChromium();
if (!chromium) console.error(`No Chromium was found, so tests that need it fail. ${CHROMIUM_ADVICE}`);
else process.env.CHROMIUM_PATH = chromium;
process.env[SWITCH] = "1";

await runStage("build", () => {
  buildBinaries();
  buildPage();
  buildCli();
  return { passed: 1, failed: 0 };
});
for (const file of files)
  await runStage(file, () => (file.endsWith(".spec.ts") ? e2e([basename(file)]) : vitest({ files: [file] })));

summarise();
