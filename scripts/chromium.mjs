// Where Chromium is on this machine, and how it is started for tests, benchmarks and renders.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** How Chromium draws a render: software OpenGL through Mesa, the same picture on every machine without a graphics card. */
export const RENDER_FLAGS = Object.freeze([
  "--use-gl=angle",
  "--use-angle=gl-egl",
  "--ignore-gpu-blocklist",
  "--autoplay-policy=no-user-gesture-required",
  "--disable-background-networking",
  "--disable-component-update",
]);

/** How tests and benchmarks start it, on our own pages only: without a sandbox, and with a pretended camera. */
export const CHROMIUM_FLAGS = Object.freeze([
  ...RENDER_FLAGS,
  "--no-sandbox",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
]);

/** Why this machine can't have Chromium's sandbox, in a sentence; nothing where it can. */
export function sandboxObstacle() {
  if (process.platform !== "linux") return undefined;
  if (process.getuid?.() === 0) return "root can't have it. Run this as another user for clips you don't trust.";
  const forbids = (/** @type {string} */ file, /** @type {string} */ value) => {
    try {
      return readFileSync(file, "utf8").trim() === value;
    } catch {
      return false;
    }
  };
  const closed =
    forbids("/proc/sys/kernel/unprivileged_userns_clone", "0") || forbids("/proc/sys/user/max_user_namespaces", "0");
  return closed ? "this system gives programs no user namespaces." : undefined;
}

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge", "chrome"];

/** @returns {string[]} */
function usualPlaces() {
  if (process.platform === "darwin") {
    const apps = ["Chromium", "Google Chrome", "Microsoft Edge"];
    return ["/Applications", join(homedir(), "Applications")].flatMap((folder) =>
      apps.map((app) => join(folder, `${app}.app`, "Contents", "MacOS", app)),
    );
  }
  if (process.platform === "win32") {
    const folders = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA];
    return folders
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        join(folder, "Chromium", "Application", "chrome.exe"),
        join(folder, "Google", "Chrome", "Application", "chrome.exe"),
        join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
      ]);
  }
  const folders = new Set([...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin", "/snap/bin"]);
  return NAMES.flatMap((name) => [...folders].filter((folder) => folder !== "").map((folder) => join(folder, name)));
}

/** The path of a Chromium: CHROMIUM_PATH when set, else the first found in the usual places, else nothing. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : undefined;
  return usualPlaces().find((path) => existsSync(path));
}

/** What a person can do when none was found. */
export const CHROMIUM_ADVICE =
  "Install Chromium or Google Chrome, or set CHROMIUM_PATH to the program of one that is installed elsewhere.";

/** Finds Chromium; on Debian, as root, installs it when there is none. */
export function findOrInstallChromium() {
  const found = findChromium();
  if (found || process.env.CHROMIUM_PATH) return found;
  const canInstall = existsSync("/etc/debian_version") && process.getuid?.() === 0;
  if (!canInstall) return undefined;
  console.error("Installing Chromium…");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-qq"], { stdio: ["ignore", 2, 2], env });
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "libegl1", "libgl1-mesa-dri"], {
    stdio: ["ignore", 2, 2],
    env,
  });
  return findChromium();
}
