import { readFile } from "node:fs/promises";
import type { LanguageBinaries } from "#script-nodes/languages.ts";

const LUA = new URL("../../../build/lua/lua.wasm", import.meta.url);

let lua: Promise<WebAssembly.Module> | undefined;

/** The binaries `npm run build` makes, each compiled once a process. */
export const LANGUAGE_BINARIES: LanguageBinaries = {
  lua() {
    lua ??= compile(LUA);
    return lua;
  },
};

async function compile(url: URL): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(await readFile(url));
  } catch (cause) {
    lua = undefined;
    throw new Error("Lua is not built. “npm run build:lua” makes it.", { cause });
  }
}
