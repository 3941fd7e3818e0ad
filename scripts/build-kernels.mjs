// Compiles src/audio/kernels to build/kernels/kernels.wasm and kernels.shared.wasm, when a source or this script is newer than they are.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const SOURCES = join(ROOT, "src/audio/kernels");
const TARGET = join(ROOT, "build/kernels");
const VARIANTS = [
  { file: "kernels.wasm", flags: [] },
  { file: "kernels.shared.wasm", flags: ["--sharedMemory", "--enable", "threads"] },
];
const FLAGS = [
  "-O3",
  "--noAssert",
  "--runtime",
  "stub",
  "--enable",
  "simd",
  "--importMemory",
  "--noExportMemory",
  "--initialMemory",
  "1",
  "--maximumMemory",
  "65536",
  "--use",
  "abort=",
];

const modified = (/** @type {string} */ path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function isCurrent() {
  const sources = readdirSync(SOURCES).map((name) => join(SOURCES, name));
  const newest = Math.max(
    ...[...sources, SOURCES, fileURLToPath(import.meta.url), join(ROOT, "package-lock.json")].map(modified),
  );
  return VARIANTS.every(({ file }) => modified(join(TARGET, file)) >= newest);
}

/**
 * Two that build at once each write a file of their own; the last rename wins, and both are whole.
 * @param {typeof import("assemblyscript/asc")["default"]} asc
 * @param {typeof VARIANTS[number]} variant
 */
async function compile(asc, { file, flags }) {
  const draft = join("build/kernels", `${file}.${process.pid}`);
  const { error, stderr } = await asc.main(
    ["src/audio/kernels/index.ts", "--baseDir", ROOT, "--outFile", draft, ...FLAGS, ...flags],
    {},
  );
  if (error) {
    rmSync(join(ROOT, draft), { force: true });
    throw new Error(`The sound kernels don't compile.\n${stderr.toString()}`);
  }
  if (!WebAssembly.validate(readFileSync(join(ROOT, draft)))) throw new Error(`${file} is not valid WebAssembly.`);
  renameSync(join(ROOT, draft), join(TARGET, file));
}

/** Brings both variants up to date; says nothing when they are. */
export async function buildKernels() {
  if (isCurrent()) return;
  mkdirSync(TARGET, { recursive: true });
  const { default: asc } = await import("assemblyscript/asc");
  for (const variant of VARIANTS) await compile(asc, variant);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await buildKernels();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
