// Builds what is older than its sources: the sound kernels, Lua, the page (dist/), the command line (build/cli/) and the desktop (out/).

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, setup } from "./setup.mjs";

const PAGE_SOURCES = [
  "src",
  "examples",
  "presets",
  "index.html",
  "vite.config.ts",
  "package-lock.json",
  "build/kernels",
  "build/lua",
];

const CLI_SOURCES = ["src", "package.json", "package-lock.json", "vite.cli.config.ts"];

/**
 * Name, size and time of every file below a path, so that edits, additions and removals all show.
 * @param {string} path
 * @param {import("node:crypto").Hash} hash
 */
function digestPath(path, hash) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isDirectory()) {
    hash.update(`${path}\n${found.size}\n${found.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(path).sort()) digestPath(join(path, name), hash);
}

/**
 * Runs a step unless what it makes is newer than its sources. Of several that find it stale at once, one runs it and the others wait.
 * @param {{ name: string, sources: readonly string[], target: string, run: () => void }} step
 */
function whenStale({ name, sources, target, run }) {
  const stamp = join(ROOT, "build", "stamps", name);
  const digestNow = () => {
    const hash = createHash("sha256");
    for (const source of sources) digestPath(join(ROOT, source), hash);
    return hash.digest("hex");
  };
  const isCurrent = (/** @type {string} */ digest) =>
    existsSync(stamp) && existsSync(join(ROOT, target)) && readFileSync(stamp, "utf8") === digest;
  if (isCurrent(digestNow())) return;
  mkdirSync(join(ROOT, "build", "stamps"), { recursive: true });
  alone(`${stamp}.lock`, () => {
    const digest = digestNow();
    if (isCurrent(digest)) return;
    run();
    writeFileSync(stamp, digest);
  });
}

/** A lock older than this was left behind by a process that was ended. */
const LONGEST_BUILD_MS = 120_000;

/**
 * Does some work while no other process does it.
 * @param {string} lock a folder that stands for it
 * @param {() => void} work
 */
function alone(lock, work) {
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
      if (since !== undefined && Date.now() - since > LONGEST_BUILD_MS) rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
  try {
    work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/**
 * Runs one of the installed tools; throws with its name when it fails.
 * @param {readonly string[]} args for Node, the script first, from the project's root
 */
function node(args) {
  const { status } = spawnSync(process.execPath, [...args], { cwd: ROOT, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`${args[0]} failed; it says why above.`);
}

export const VITE = join("node_modules", "vite", "bin", "vite.js");

/** Makes the WebAssembly the rest loads, the sound kernels and Lua; their scripts know by themselves whether they have to. */
export function buildBinaries() {
  node([join("scripts", "build-kernels.mjs")]);
  node([join("scripts", "build-lua.mjs")]);
}

/** Builds the page into dist/. */
export function buildPage() {
  whenStale({
    name: "page",
    sources: PAGE_SOURCES,
    target: join("dist", "index.html"),
    run: () => node([VITE, "build", "--logLevel", "error"]),
  });
}

/** Builds the command line into build/cli/. */
export function buildCli() {
  buildInPlace({ name: "cli", sources: [...CLI_SOURCES, "scripts"], file: "main.js", mode: "production" });
}

/** Builds the page that the command line renders pictures with into build/render-page/. */
export function buildRenderPage() {
  buildInPlace({ name: "render-page", sources: CLI_SOURCES, file: "render.html", mode: "render-page" });
}

/**
 * Builds a folder of build/ aside, so that whoever runs what is there never sees half of it.
 * @param {{ name: string, sources: readonly string[], file: string, mode: string }} step
 */
function buildInPlace({ name, sources, file, mode }) {
  whenStale({
    name,
    sources,
    target: join("build", name, file),
    run: () => {
      const draft = join(ROOT, "build", `${name}.${process.pid}`);
      const options = ["--config", "vite.cli.config.ts", "--mode", mode, "--outDir", draft, "--logLevel", "error"];
      node([VITE, "build", ...options]);
      replaceFolder(draft, join(ROOT, "build", name));
    },
  });
}

/**
 * Puts a folder in the place of another.
 * @param {string} draft
 * @param {string} target
 */
function replaceFolder(draft, target) {
  const old = `${draft}.old`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(draft, target);
  rmSync(old, { recursive: true, force: true });
}

/** Builds the desktop's main process and preload into out/. Its page is the one in dist/. */
export function buildDesktop() {
  whenStale({
    name: "desktop",
    sources: ["electron", "scripts", "electron.vite.config.ts", "package-lock.json"],
    target: join("out", "main", "main.js"),
    run: () => node([join("node_modules", "electron-vite", "bin", "electron-vite.js"), "build", "--logLevel", "error"]),
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  setup();
  try {
    buildBinaries();
    buildPage();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
