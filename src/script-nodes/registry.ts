import { done, type Outcome, refused } from "#engine/outcome.ts";
import type { ScriptEnginePlugin } from "./bridge.ts";

/** The script languages this build has. */
export interface ScriptEngineRegistry {
  /** Refuses another `apiVersion` and any id, alias or file ending that is taken; answers the function that takes it out again. */
  register(plugin: ScriptEnginePlugin): Outcome<() => void>;
  /** In the order they were registered. */
  list(): readonly ScriptEnginePlugin[];
  /** Finds a language by id, alias or the ending of a file name, whatever the case. Refuses with a list of what there is. */
  resolve(nameOrFile: string): Outcome<ScriptEnginePlugin>;
}

/** An empty registry. */
export function createScriptEngineRegistry(): ScriptEngineRegistry {
  const plugins: ScriptEnginePlugin[] = [];
  const words = new Map<string, ScriptEnginePlugin>();
  const wordsOf = (plugin: ScriptEnginePlugin): string[] =>
    [plugin.id, ...plugin.aliases, ...plugin.extensions].map((word) => word.toLowerCase());

  return {
    register(plugin) {
      if (plugin.apiVersion !== 1) {
        return refused(
          `The script language ${plugin.id} is made for bridge version ${plugin.apiVersion}; this one is 1.`,
        );
      }
      for (const word of wordsOf(plugin)) {
        const holder = words.get(word);
        if (holder) return refused(`“${word}” already stands for the script language ${holder.id}.`);
      }
      plugins.push(plugin);
      for (const word of wordsOf(plugin)) words.set(word, plugin);
      return done(() => {
        const index = plugins.indexOf(plugin);
        if (index >= 0) plugins.splice(index, 1);
        for (const [word, holder] of words) if (holder === plugin) words.delete(word);
      });
    },
    list: () => [...plugins],
    resolve(nameOrFile) {
      const asked = nameOrFile.toLowerCase();
      const dot = asked.lastIndexOf(".");
      const found = words.get(asked) ?? (dot > 0 ? words.get(asked.slice(dot)) : undefined);
      if (found) return done(found);
      const there = plugins.map((plugin) => `${plugin.id} (${plugin.extensions.join(", ")})`).join(", ");
      return refused(`There is no script language for “${nameOrFile}”. There is: ${there || "none"}.`);
    },
  };
}
