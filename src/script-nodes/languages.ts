import { luaPlugin } from "./lua/lua-plugin.ts";
import { createScriptEngineRegistry, type ScriptEngineRegistry } from "./registry.ts";

/**
 * Every script language this build has: the one place they are listed.
 * @param binaries addresses of their binaries by language, where a page has to say; Node finds them by itself
 */
export function scriptLanguages(binaries: Readonly<Record<string, string>> = {}): ScriptEngineRegistry {
  const languages = createScriptEngineRegistry();
  for (const plugin of [luaPlugin(binaries.lua)]) languages.register(plugin);
  return languages;
}
