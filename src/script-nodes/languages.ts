import { luaPlugin } from "./lua/lua-plugin.ts";
import { createScriptEngineRegistry, type ScriptEngineRegistry } from "./registry.ts";

/** What compiles the binary of each language that has one, in the manner of the place it runs in. */
export interface LanguageBinaries {
  readonly lua: () => Promise<object>;
}

/** Every script language this build has: the one place they are listed. */
export function scriptLanguages(binaries: LanguageBinaries): ScriptEngineRegistry {
  const languages = createScriptEngineRegistry();
  for (const plugin of [luaPlugin(binaries.lua)]) languages.register(plugin);
  return languages;
}
