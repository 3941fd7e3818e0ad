import type { ScriptEnginePlugin } from "#script-nodes/bridge.ts";
import { createLuaEngine } from "./lua-engine.ts";
import { instantiateLua } from "./lua-exports.ts";

/**
 * Lua 5.4. Each engine gets an instance of the binary to itself, so one that breaks harms no other.
 * @param wasmUrl address of the binary; Node finds it by itself, a page has to say.
 */
export const luaPlugin = (wasmUrl?: string): ScriptEnginePlugin => ({
  apiVersion: 1,
  id: "lua",
  aliases: ["lua5.4"],
  extensions: [".lua"],
  displayName: "Lua 5.4",
  features: { interrupt: "full", memoryLimit: true, exactLines: true },
  create: async (surroundings) => createLuaEngine(await instantiateLua(wasmUrl), surroundings),
});
