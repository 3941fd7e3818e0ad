import { refused } from "#engine/outcome.ts";
import { parameterIndices, storedValue } from "#engine/parameter-value.ts";
import { definitionOf } from "#engine/patch.ts";
import { type CommandDefinition, missingModule, type PayloadOf } from "./definition.ts";
import { unknownParameter } from "./module-record.ts";

export const setParametersCommand: CommandDefinition<PayloadOf<"setParameters">> = {
  label: "change parameters",
  apply(draft, { module: id, values }) {
    const module = draft.patch.modules.get(id);
    if (!module) return missingModule(id);
    const definition = definitionOf(draft.registry, module);
    if (!definition) return refused(`“${module.name}” is a module this version doesn't know, so it can't be set.`);
    const indices = parameterIndices(definition);
    for (const key of Object.keys(values)) {
      const index = indices.get(key);
      const parameter = index === undefined ? undefined : definition.parameters[key];
      if (index === undefined || !parameter) return unknownParameter(definition, module.name, key);
      const stored = storedValue(parameter, values[key]);
      if (!stored.ok) return refused(`“${key}” of “${module.name}” can't be set: ${stored.reason}.`);
      draft.setParameter(id, index, stored.value);
    }
    return undefined;
  },
};
