import { targetOf } from "#engine/connection-rules.ts";
import type { Draft } from "#engine/draft.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import { refused } from "#engine/outcome.ts";
import { type Connection, type Module, outputsOf } from "#engine/patch.ts";
import { type CommandDefinition, missingModule, type PayloadOf } from "./definition.ts";
import { contentProblem, storedContent } from "./module-record.ts";

export const setContentCommand: CommandDefinition<PayloadOf<"setContent">> = {
  label: "change content",
  apply(draft, { module: id, content: written }) {
    const module = draft.patch.modules.get(id);
    if (!module) return missingModule(id);
    const definition = module.unknown ? undefined : draft.registry.get(module.type);
    if (!definition)
      return refused(`“${module.name}” is a module this version doesn't know, so its content is kept as it is.`);
    const content = storedContent(draft, written);
    const bad = contentProblem(definition, module.name, content);
    if (bad) return bad;
    const next: Module = { ...module, content };
    if (definition.content?.ports) dropVanished(draft, definition, next);
    draft.setFields("modules", id, { content });
    return undefined;
  },
};

/** Takes out the cables whose port the module will no longer have, or have with another signal. */
function dropVanished(draft: Draft, definition: ModuleDefinition, next: Module): void {
  const outputs = outputsOf(definition, next);
  const keeps = ({ from, to, signal }: Connection) => {
    if (from.module === next.id && outputs[from.port]?.signal !== signal) return false;
    if (to.module !== next.id) return true;
    const target = targetOf(definition, next, to.port);
    return target.ok && target.value.signal === signal;
  };
  for (const id of draft.patch.connectionsOf.get(next.id) ?? []) {
    const connection = draft.patch.connections.get(id);
    if (connection && !keeps(connection)) draft.put("connections", id, undefined);
  }
}
