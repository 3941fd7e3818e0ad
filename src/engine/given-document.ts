import { isAway } from "./away.ts";
import { circleReason, closingCable } from "./circles.ts";
import { type Command, replacePatch } from "./command.ts";
import { fittingSignal, isTwice, replacedBy } from "./connection-rules.ts";
import { FARTHEST, HIGHEST_ID } from "./id-limits.ts";
import type { Registry } from "./module-definition.ts";
import { type Refusal, refused } from "./outcome.ts";
import {
  type Connection,
  type ConnectionId,
  definitionOf,
  type Module,
  type ModuleId,
  type NextIds,
  type Patch,
} from "./patch.ts";
import { isOwnData, patchOf } from "./patch-data.ts";
import { listedProblems } from "./patch-schema.ts";
import { strangeSignal } from "./strange-cable.ts";
import { emptyTable, inOrder, unsealed } from "./table.ts";

/**
 * Why documents that come with commands can't be opened by this build: they hold together, but no command could have made them.
 * Documents that were patches of this session are not asked, nor should those of a journal be, which no stricter build may lose.
 */
export function givenDocumentProblem(
  commands: readonly Command[],
  present: Patch,
  registry: Registry,
): Refusal | undefined {
  for (const command of commands) {
    if (!replacePatch.match(command) || isOwnData(command.payload?.patch)) continue;
    const read = patchOf(command.payload?.patch);
    // What is no patch at all the command itself refuses.
    if (!read.ok) continue;
    const problems = impossibilities(read.value, present.nextId, registry);
    if (problems.length > 0) return refused(`That patch can't be opened: ${listedProblems(problems)}`);
  }
  return undefined;
}

function impossibilities(patch: Patch, present: NextIds, registry: Registry): readonly string[] {
  return [
    ...idProblems(patch, present),
    ...[...patch.modules.values()].flatMap((module) => moduleProblems(patch, module, registry)),
    ...cableProblems(patch, registry),
  ];
}

/** Ids never go back, so a document that has used nearly all would leave none to go on with. */
function idProblems({ nextId, foreign }: Patch, present: NextIds): readonly string[] {
  const room = HIGHEST_ID - FARTHEST;
  return (Object.keys(nextId) as (keyof NextIds)[]).flatMap((kind) => {
    const next = foreign ? nextId[kind] + present[kind] - 1 : nextId[kind];
    return next <= room ? [] : [`nextId.${kind}: ${nextId[kind]} leaves no ids to go on with.`];
  });
}

function moduleProblems(patch: Patch, module: Module, registry: Registry): readonly string[] {
  const definition = definitionOf(registry, module);
  if (!definition) return [];
  const { id, name, content } = module;
  const problems: string[] = [];
  const title = definition.title.toLowerCase();
  if (patch.bindings.has(id) && definition.sequencer !== "tracker")
    problems.push(`bindings[${id}]: “${name}” is a ${title}, which plays no pattern.`);
  const values = patch.parameters.get(id)?.length ?? 0;
  const wanted = Object.keys(definition.parameters).length;
  if (values !== wanted) problems.push(`parameters[${id}]: a ${title} has ${wanted} parameters, not ${values}.`);
  if (content && !definition.content) problems.push(`modules[${name}].content: a ${title} has none.`);
  const fault = content && definition.content?.problem(content);
  if (fault) problems.push(`modules[${name}].content: ${fault}`);
  return problems;
}

/** Plugs the cables in once more, one after the other. */
function cableProblems(patch: Patch, registry: Registry): readonly string[] {
  const ends = new Map<ModuleId, ConnectionId[]>();
  const connections = unsealed(emptyTable<Connection>());
  const connectionsOf = unsealed(emptyTable<readonly ConnectionId[]>());
  const plugged = { ...patch, connections, connectionsOf };
  const problems: string[] = [];
  const cables = inOrder(patch.connections).map(([, cable]) => cable);
  for (const cable of cables) {
    const fault = cableFault(plugged, cable, registry);
    if (fault !== undefined) problems.push(`connections[${cable.id}]: ${fault}`);
    connections.set(cable.id, cable);
    for (const module of new Set([cable.from.module, cable.to.module])) {
      const those = ends.get(module);
      if (those) those.push(cable.id);
      else {
        const first = [cable.id];
        ends.set(module, first);
        connectionsOf.set(module, first);
      }
    }
  }
  const closing = closingCable(patch, registry, cables);
  if (closing)
    problems.push(`connections[${closing.id}]: ${circleReason(patch, closing.from, closing.to, closing.signal)}`);
  return problems;
}

function cableFault(plugged: Patch, cable: Connection, registry: Registry): string | undefined {
  const { from, to, signal } = cable;
  const source = plugged.modules.get(from.module);
  const target = plugged.modules.get(to.module);
  if (!source || !target) return "one of its ends has no module.";
  if (strangeSignal(registry, { ...from, at: source }, { ...to, at: target }, signal)) return undefined;
  if (replacedBy(plugged, signal, to).length > 0) return `“${target.name}” holds a picture at “${to.port}” already.`;
  if (isAway(plugged, registry, cable))
    return isTwice(plugged, from, to) ? "there is another between the same places." : undefined;
  const fitting = fittingSignal(plugged, registry, from, to);
  if (!fitting.ok) return fitting.reason;
  return fitting.value === signal ? undefined : `it carries ${fitting.value}, not ${signal}.`;
}
