// `npm run stories`: the interface's components one by one, in Storybook.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildBinaries } from "./build.mjs";
import { ROOT, setup } from "./setup.mjs";

setup();
buildBinaries();
const storybook = join("node_modules", "storybook", "dist", "bin", "dispatcher.js");
process.exit(
  spawnSync(process.execPath, [storybook, "dev", "--port", "6006", "--disable-telemetry", ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: "inherit",
  }).status ?? 1,
);
