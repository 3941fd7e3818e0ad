import { onGrid } from "#engine/canvas-grid.ts";
import { nameKey } from "#engine/name-index.ts";
import { refused } from "#engine/outcome.ts";
import { type CommandDefinition, firstMissing, missingModule, nameProblem, type PayloadOf } from "./definition.ts";

export const removeModulesCommand: CommandDefinition<PayloadOf<"removeModules">> = {
  label: "remove modules",
  apply(draft, { modules }) {
    const missing = firstMissing(draft, modules);
    if (missing !== undefined) return missingModule(missing);
    for (const id of modules) draft.removeModule(id);
    return undefined;
  },
};

export const renameModuleCommand: CommandDefinition<PayloadOf<"renameModule">> = {
  label: "rename module",
  apply(draft, { module: id, name }) {
    const module = draft.patch.modules.get(id);
    if (!module) return missingModule(id);
    const bad = nameProblem(name);
    if (bad) return bad;
    const owner = draft.namesOf("modules").get(nameKey({ name, parent: module.parent }));
    if (owner !== undefined && owner !== id) return refused(`Another module is called “${name}” already.`);
    draft.setFields("modules", id, { name });
    return undefined;
  },
};

export const moveModulesCommand: CommandDefinition<PayloadOf<"moveModules">> = {
  label: "move modules",
  apply(draft, { positions }) {
    for (const [key, position] of Object.entries(positions)) {
      const id = Number(key);
      if (!draft.patch.modules.has(id)) return missingModule(id);
      if (!Number.isFinite(position.x) || !Number.isFinite(position.y))
        return refused("A module's place is two numbers, x and y.");
      const place = onGrid(position);
      const before = draft.patch.layout.get(id);
      if (before) draft.setFields("layout", id, place);
      else draft.put("layout", id, place);
    }
    return undefined;
  },
};

export const bypassModulesCommand: CommandDefinition<PayloadOf<"bypassModules">> = {
  label: "bypass",
  apply(draft, { modules, bypassed }) {
    const missing = firstMissing(draft, modules);
    if (missing !== undefined) return missingModule(missing);
    for (const id of modules) draft.setFields("modules", id, { bypassed: bypassed === true });
    return undefined;
  },
};
