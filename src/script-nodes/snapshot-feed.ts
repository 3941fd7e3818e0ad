import type { Changes } from "#engine/engine.ts";
import type { Connection, Module, NextIds, Pattern, PatternId, Snapshot, Table, Transport } from "#engine/patch.ts";
import { emptyTable } from "#engine/table.ts";

/** Rows that changed; undefined ones are gone. */
type Rows<T> = readonly (readonly [id: number, row: T | undefined])[];

/** What a replica needs to follow the patch, as plain data that can be posted to a worker. Assets and presets stay behind. */
export interface SnapshotFeed {
  readonly version: number;
  /** The receiver forgets everything it had. */
  readonly anew: boolean;
  readonly name: string;
  readonly seed: number;
  readonly nextId: NextIds;
  readonly transport: Transport;
  readonly modules: Rows<Module>;
  readonly parameters: Rows<readonly number[]>;
  readonly connections: Rows<Connection>;
  readonly connectionsOf: Rows<readonly number[]>;
  readonly patterns: Rows<Pattern>;
  readonly bindings: Rows<PatternId>;
}

/** What changed from `before` to `after`; without `before` or with `changes.all`, everything. */
export function feedOf(before: Snapshot | undefined, after: Snapshot, changes: Changes | undefined): SnapshotFeed {
  const { patch } = after;
  const head = {
    version: after.version,
    name: patch.name,
    seed: patch.seed,
    nextId: patch.nextId,
    transport: after.transport,
  };
  if (!before || !changes || changes.all) {
    return {
      ...head,
      anew: true,
      modules: [...patch.modules],
      parameters: [...patch.parameters],
      connections: [...patch.connections],
      connectionsOf: [...patch.connectionsOf],
      patterns: [...patch.patterns],
      bindings: [...patch.bindings],
    };
  }
  const touched = new Set(changes.modules);
  for (const id of changes.connections) {
    for (const snapshot of [before, after]) {
      const connection = snapshot.patch.connections.get(id);
      if (connection) touched.add(connection.from.module).add(connection.to.module);
    }
  }
  const rows = <T>(table: Table<T>, ids: Iterable<number>): Rows<T> => [...ids].map((id) => [id, table.get(id)]);
  return {
    ...head,
    anew: false,
    modules: rows(patch.modules, changes.modules),
    parameters: rows(patch.parameters, new Set([...changes.modules, ...changes.parameters])),
    connections: rows(patch.connections, changes.connections),
    connectionsOf: rows(patch.connectionsOf, touched),
    patterns: rows(patch.patterns, changes.patterns),
    bindings: rows(patch.bindings, new Set([...changes.bindings, ...changes.modules])),
  };
}

/** The snapshot a receiver has after a feed. Rows it already had in the same form stay the same objects. */
export function applyFeed(snapshot: Snapshot, feed: SnapshotFeed): Snapshot {
  const { patch } = snapshot;
  const table = <T>(held: Table<T>, rows: Rows<T>): Table<T> => {
    let next = feed.anew ? emptyTable<T>() : held;
    for (const [id, row] of rows) next = row === undefined ? next.delete(id) : next.set(id, row);
    return next;
  };
  return {
    version: feed.version,
    transport: feed.transport,
    patch: {
      ...patch,
      name: feed.name,
      seed: feed.seed,
      nextId: feed.nextId,
      modules: table(patch.modules, feed.modules),
      parameters: table(patch.parameters, feed.parameters),
      connections: table(patch.connections, feed.connections),
      connectionsOf: table(patch.connectionsOf, feed.connectionsOf),
      patterns: table(patch.patterns, feed.patterns),
      bindings: table(patch.bindings, feed.bindings),
    },
  };
}
