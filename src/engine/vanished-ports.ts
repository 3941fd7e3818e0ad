import { targetOf } from "./connection-rules.ts";
import type { Draft } from "./draft.ts";
import type { ModuleDefinition } from "./module-definition.ts";
import { type Connection, type Module, outputsOf } from "./patch.ts";

/** Takes out the cables whose port a module will no longer have, or have with another signal. */
export function dropVanished(draft: Draft, definition: ModuleDefinition, next: Module): void {
  if (!definition.content?.ports) return;
  const outputs = outputsOf(definition, next);
  const keeps = ({ from, to, signal }: Connection) => {
    if (from.module === next.id && !(Object.hasOwn(outputs, from.port) && outputs[from.port]?.signal === signal))
      return false;
    if (to.module !== next.id) return true;
    const target = targetOf(definition, next, to.port);
    return target.ok && target.value.signal === signal;
  };
  for (const id of draft.patch.connectionsOf.get(next.id) ?? []) {
    const connection = draft.patch.connections.get(id);
    if (connection && !keeps(connection)) draft.put("connections", id, undefined);
  }
}
