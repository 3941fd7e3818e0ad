import type { ScriptEnginePlugin } from "#script-nodes/bridge.ts";
import { createLuaEngine } from "./lua-engine.ts";
import type { CompiledLua } from "./lua-instance.ts";

/**
 * Lua 5.4. Each engine gets an instance of the binary to itself, so one that breaks harms no other.
 * @param compile answers the metered binary; asked once an engine
 */
export const luaPlugin = (compile: () => Promise<CompiledLua>): ScriptEnginePlugin => ({
  apiVersion: 1,
  id: "lua",
  aliases: ["lua5.4"],
  extensions: [".lua"],
  displayName: "Lua 5.4",
  features: { interrupt: "full", memoryLimit: true, exactLines: true },
  create: async (surroundings) => createLuaEngine(await compile(), surroundings),
});
