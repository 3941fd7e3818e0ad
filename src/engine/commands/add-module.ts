import { onGrid } from "#engine/canvas-grid.ts";
import { refused } from "#engine/outcome.ts";
import { type CommandDefinition, nameProblem, type PayloadOf } from "./definition.ts";
import { bindNewPattern, contentProblem, storedContent, uniqueModuleName, valuesFor } from "./module-record.ts";

export const addModuleCommand: CommandDefinition<PayloadOf<"addModule">> = {
  label: "add module",
  apply(draft, { type, name: wanted, position, id: wantedId, parameters = {}, content: written }) {
    const definition = draft.registry.get(type);
    if (!definition) return refused(`There is no module type “${type}” in this version.`);
    const badName = wanted === undefined ? undefined : nameProblem(wanted);
    if (badName) return badName;
    const name = uniqueModuleName(draft, wanted, definition.title, null);
    const values = valuesFor(definition, name, parameters);
    if (!values.ok) return values;
    const content = written && storedContent(draft, written);
    const badContent = content === undefined ? undefined : contentProblem(definition, name, content);
    if (badContent) return badContent;
    const taken = draft.takeId("module", wantedId);
    if (!taken.ok) return taken;
    const id = taken.value;
    const holds = content ?? definition.content?.default;
    draft.put("modules", id, { id, type, name, parent: null, bypassed: false, ...(holds && { content: holds }) });
    draft.put("parameters", id, values.value);
    draft.put("layout", id, onGrid(position ?? { x: 0, y: 0 }));
    return bindNewPattern(draft, definition, id);
  },
};
