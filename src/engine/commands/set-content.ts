import { refused } from "#engine/outcome.ts";
import { definitionOf } from "#engine/patch.ts";
import { type CommandDefinition, missingModule, type PayloadOf } from "./definition.ts";
import { contentProblem, storedContent } from "./module-record.ts";

export const setContentCommand: CommandDefinition<PayloadOf<"setContent">> = {
  label: "change content",
  apply(draft, { module: id, content: written }) {
    const module = draft.patch.modules.get(id);
    if (!module) return missingModule(id);
    const definition = definitionOf(draft.registry, module);
    if (!definition)
      return refused(`“${module.name}” is a module this version doesn't know, so its content is kept as it is.`);
    const content = storedContent(draft, written);
    const bad = contentProblem(definition, module.name, content);
    if (bad) return bad;
    draft.setFields("modules", id, { content });
    return undefined;
  },
};
