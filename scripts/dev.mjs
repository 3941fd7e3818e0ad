// `npm run dev`: the page with hot reload. Arguments go on to Vite.
import { spawnSync } from "node:child_process";
import { buildBinaries, VITE } from "./build.mjs";
import { ROOT, setup } from "./setup.mjs";

setup();
buildBinaries();
process.exit(
  spawnSync(process.execPath, [VITE, ...process.argv.slice(2)], { cwd: ROOT, stdio: "inherit" }).status ?? 1,
);
