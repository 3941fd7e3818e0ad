import type { LanguageBinaries } from "#script-nodes/languages.ts";

/** Address of the built binary, by its path in the project. */
const BUILT = import.meta.glob<string>("/build/lua/lua.wasm", { query: "?url", import: "default", eager: true });

let lua: Promise<WebAssembly.Module> | undefined;

/** The binaries the build makes, each fetched and compiled once a worker. */
export const LANGUAGE_BINARIES: LanguageBinaries = {
  lua() {
    lua ??= compile(BUILT["/build/lua/lua.wasm"]);
    return lua;
  },
};

async function compile(url: string | undefined): Promise<WebAssembly.Module> {
  try {
    if (url === undefined) throw new Error("Lua is not built.");
    return await WebAssembly.compileStreaming(fetch(url));
  } catch (problem) {
    lua = undefined;
    throw problem;
  }
}
