// Makes build/lua/lua.wasm: the Lua of the wasmoon package, counting its own steps. Does nothing where that is newer than its sources.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { meterWasm } from "./meter-wasm.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const SOURCE = join(ROOT, "node_modules/wasmoon/dist/glue.wasm");
const TARGET = join(ROOT, "build/lua/lua.wasm");
const SOURCES = [SOURCE, join(ROOT, "scripts/meter-wasm.mjs"), fileURLToPath(import.meta.url)];

/** Of wasmoon 1.16.0. What reads the memory of an instance relies on the layout of just this binary. */
const SHA_256 = "95f3f19ddb740125883bc41d5ec670cd0828e7b58c8bdad385323cbff497b55c";
/** Its data and its stack, and not a page more: what a script holds then shows in the size of the memory. */
const PAGES = 17;

const modified = (/** @type {string} */ path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Brings the binary up to date; Vitest calls this before the tests. Of two that do so at once each writes a file of its own; the last rename wins, and both are whole. */
export function setup() {
  if (modified(TARGET) > Math.max(...SOURCES.map(modified))) return;
  const source = readFileSync(SOURCE);
  if (createHash("sha256").update(source).digest("hex") !== SHA_256) {
    throw new Error(`${SOURCE} is not the Lua this project knows. Install the dependencies anew: npm ci.`);
  }
  const { bytes } = meterWasm(source, { pages: PAGES });
  if (!WebAssembly.validate(bytes)) throw new Error("The metered Lua is not valid WebAssembly.");
  mkdirSync(dirname(TARGET), { recursive: true });
  const draft = `${TARGET}.${process.pid}`;
  writeFileSync(draft, bytes);
  renameSync(draft, TARGET);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    setup();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
