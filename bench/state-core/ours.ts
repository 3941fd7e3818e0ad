import { addModule, connect, removeModules, setParameters } from "#engine/command.ts";
import { createEngineStore } from "#engine/create-engine.ts";
import { emptyPatch, initialSnapshot } from "#engine/empty-patch.ts";
import type { Connection, Module } from "#engine/patch.ts";
import { tableOf } from "#engine/table.ts";
import { registry } from "#modules/index.ts";
import type { Contender } from "./contender.ts";

/** Observers hear of the changes once a frame; a busy one has about so many. */
const EDITS_A_FRAME = 100;

/** The engine: every change checked, undoable, logged, and told to an observer. */
export function ours(size: number): Contender {
  const modules: [number, Module][] = [];
  const connections: [number, Connection][] = [];
  const ends: [number, number[]][] = [];
  for (let id = 1; id <= size; id++) {
    modules.push([id, { id, type: "audio.filter", name: `filter${id}`, parent: null, bypassed: false }]);
    if (id > 1)
      connections.push([
        id - 1,
        {
          id: id - 1,
          signal: "audio",
          from: { module: id - 1, port: "audio" },
          to: { module: id, port: "audio" },
          amount: 1,
          offset: 0,
          active: true,
        },
      ]);
    ends.push([id, [id - 1, id].filter((cable) => cable >= 1 && cable < size)]);
  }
  const patch = {
    ...emptyPatch(),
    modules: tableOf(modules),
    parameters: tableOf(modules.map(([id]) => [id, [0, 1_000, 0.2]])),
    layout: tableOf(modules.map(([id]) => [id, { x: id * 16, y: 0 }])),
    connections: tableOf(connections),
    connectionsOf: tableOf(ends),
    nextId: { module: size + 1, connection: size, pattern: 1, asset: 1, preset: 1 },
  };
  const { engine } = createEngineStore({ registry, snapshot: initialSnapshot(patch) });
  engine.subscribe(() => undefined);
  let edits = 0;
  const submit = (command: Parameters<typeof engine.submit>[0]) => {
    const outcome = engine.submit(command);
    if (!outcome.ok) throw new Error(outcome.reason);
    if (++edits % EDITS_A_FRAME === 0) engine.flush();
  };
  return {
    setParameter: (module, value) => submit(setParameters({ module, values: { cutoff: value } })),
    addModule: (at) => submit(addModule({ type: "audio.filter", position: { x: at * 16, y: 16 } })),
    connect: (from, to) =>
      submit(connect({ from: { module: from, port: "audio" }, to: { module: to, port: "audio" } })),
    removeModule: (module) => submit(removeModules({ modules: [module] })),
    counts: () => {
      const { patch: now } = engine.snapshot();
      return {
        modules: now.modules.size,
        connections: now.connections.size,
        cutoff: (module) => now.parameters.get(module)?.[1] ?? Number.NaN,
      };
    },
  };
}
