import { renumberedAssets } from "#engine/asset-references.ts";
import type { Connection, Endpoint, Module, NextIds, Patch, Table } from "#engine/patch.ts";
import { tableOf } from "#engine/table.ts";

/** A patch whose every id is as far above `first` as it was above 1, references included. Ids of a table that begins at 1 stay. */
export function withIdsFrom(patch: Patch, first: NextIds): Patch {
  if (Object.values(first).every((id) => id === 1)) return patch;
  const up = (kind: keyof NextIds) => (id: number) => id + first[kind] - 1;
  const [module, connection, pattern, asset, preset] = [
    up("module"),
    up("connection"),
    up("pattern"),
    up("asset"),
    up("preset"),
  ];
  const assets = new Map([...patch.assets].map(([id]) => [id, asset(id)]));
  const end = ({ module: id, port }: Endpoint): Endpoint => ({ module: module(id), port });
  const moved = (row: Module): Module => ({
    ...row,
    id: module(row.id),
    parent: row.parent === null ? null : module(row.parent),
    ...(row.content && { content: renumberedAssets(row.content, assets) }),
  });
  const replugged = (row: Connection): Connection => ({
    ...row,
    ...{ id: connection(row.id), from: end(row.from), to: end(row.to) },
  });
  return Object.freeze({
    ...patch,
    modules: mapped(patch.modules, module, moved),
    parameters: mapped(patch.parameters, module),
    layout: mapped(patch.layout, module),
    connections: mapped(patch.connections, connection, replugged),
    connectionsOf: mapped(patch.connectionsOf, module, (ids) => ids.map(connection)),
    patterns: mapped(patch.patterns, pattern, (row) => ({ ...row, id: pattern(row.id) })),
    bindings: mapped(patch.bindings, module, pattern),
    assets: mapped(patch.assets, asset, (row) => ({ ...row, id: asset(row.id) })),
    presets: mapped(patch.presets, preset, (row) => ({ ...row, id: preset(row.id) })),
    nextId: {
      module: module(patch.nextId.module),
      connection: connection(patch.nextId.connection),
      pattern: pattern(patch.nextId.pattern),
      asset: asset(patch.nextId.asset),
      preset: preset(patch.nextId.preset),
    },
  });
}

function mapped<T>(table: Table<T>, id: (id: number) => number, row: (row: T) => T = (same) => same): Table<T> {
  return tableOf([...table].map(([key, value]) => [id(key), row(value)] as const));
}
