import { isAway } from "#engine/away.ts";
import { adjustConnection, connect, disconnect } from "#engine/command.ts";
import { definitionOf } from "#engine/patch.ts";
import { inOrder } from "#engine/table.ts";
import { HostRefusal, type ScriptRecord } from "./bridge.ts";
import type { HostImplementation } from "./host-implementation.ts";
import type { ModuleReference, PatchAccess } from "./patch-access.ts";

type Paths =
  | `${"ConnectionManager" | "ParameterRouter"}:${"connect" | "disconnect" | "getConnections"}`
  | "connect"
  | "disconnect";

/** Cables. */
export function bindConnections(access: PatchAccess): Pick<HostImplementation, Paths> {
  const plug = (from: ModuleReference, to: ModuleReference, signal: string | null): boolean => {
    const there = access.cables(from, to).filter((cable) => signal === null || cable.signal === signal);
    if (there.length > 0) return false;
    access.submit(connect(access.endpoints(from, to, signal ?? undefined)));
    return true;
  };
  const pull = (from: ModuleReference, to: ModuleReference): boolean => {
    const connections = access.cables(from, to).map((cable) => cable.id);
    if (connections.length > 0) access.submit(disconnect({ connections }));
    return connections.length > 0;
  };
  const list = (parametersOnly: boolean): ScriptRecord[] =>
    inOrder(access.patch().connections).flatMap(([, connection]) => {
      const { from, to, signal, amount, offset } = connection;
      const module = access.patch().modules.get(to.module);
      const definition = module && definitionOf(access.replica.registry, module);
      if (parametersOnly && !(definition && Object.hasOwn(definition.parameters, to.port))) return [];
      const active = connection.active && !isAway(access.patch(), access.replica.registry, connection);
      return [{ from: access.written(from), to: access.written(to), signal, amount, offset, active }];
    });

  return {
    connect: plug,
    disconnect: pull,
    "ConnectionManager:connect": (_, from, to, signal) => plug(from, to, signal),
    "ConnectionManager:disconnect": (_, from, to) => pull(from, to),
    "ConnectionManager:getConnections": () => list(false),
    "ParameterRouter:connect": (_, from, to, amount) => {
      if (typeof to !== "string" || !to.includes(".")) {
        throw new HostRefusal("connect: name the parameter to move, like “filter.cutoff”.");
      }
      const there = access.cables(from, to)[0];
      if (!there) {
        access.submit(connect({ ...access.endpoints(from, to, "control"), ...(amount === null ? {} : { amount }) }));
        return true;
      }
      if (amount !== null && amount !== there.amount) access.submit(adjustConnection({ connection: there.id, amount }));
      return false;
    },
    "ParameterRouter:disconnect": (_, from, to) => pull(from, to),
    "ParameterRouter:getConnections": () => list(true),
  };
}
