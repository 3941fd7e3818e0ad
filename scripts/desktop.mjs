// `npm run desktop`: installs, builds and opens Optophone in a window of its own. Arguments go on to Electron.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildBinaries, buildDesktop, buildPage } from "./build.mjs";
import { ROOT, setup } from "./setup.mjs";

/** What to do when Electron's program is not on this machine. */
export const ELECTRON_ADVICE = `Electron itself is not on this machine: npm installs only its wrapper, and the program is downloaded apart.
Run “npx install-electron” once (a large download from github.com; its installer wants Node 22.12 or later), then “npm run desktop” again.
Without a network, unpack an Electron 45 you have into a folder and set ELECTRON_OVERRIDE_DIST_PATH to it.
“npm start” needs none of this and shows the same page in your browser.`;

/**
 * Electron's program, or nothing when it was never downloaded. Never downloads.
 * @param {string} root the project's
 * @param {string | undefined} elsewhere the folder of another Electron, from ELECTRON_OVERRIDE_DIST_PATH
 */
export function findElectron(root, elsewhere) {
  const wrapper = join(root, "node_modules", "electron");
  const note = join(wrapper, "path.txt");
  const usual = { darwin: "Electron.app/Contents/MacOS/Electron", win32: "electron.exe" };
  const program = existsSync(note)
    ? readFileSync(note, "utf8").trim()
    : (usual[/** @type {keyof typeof usual} */ (process.platform)] ?? "electron");
  const path = elsewhere ? join(elsewhere, program) : join(wrapper, "dist", program);
  return existsSync(path) ? path : undefined;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  setup();
  const electron = findElectron(ROOT, process.env.ELECTRON_OVERRIDE_DIST_PATH);
  if (!electron) {
    console.error(ELECTRON_ADVICE);
    process.exit(1);
  }
  try {
    buildBinaries();
    buildPage();
    buildDesktop();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
  process.exit(spawnSync(electron, [".", ...process.argv.slice(2)], { cwd: ROOT, stdio: "inherit" }).status ?? 1);
}
