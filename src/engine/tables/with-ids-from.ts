import type { NextIds, Patch, Table } from "#engine/patch.ts";
import { tableOf } from "#engine/table.ts";
import type { Translate } from "./table-descriptor.ts";
import { TABLE_NAMES } from "./table-names.ts";
import { tableNamed } from "./tables.ts";

/** A patch whose every id is as far above `first` as it was above 1, references included. Ids of a table that begins at 1 stay. */
export function withIdsFrom(patch: Patch, first: NextIds): Patch {
  if (Object.values(first).every((id) => id === 1)) return patch;
  const up = (kind: keyof NextIds, id: number) => id + first[kind] - 1;
  const to: Translate = (table, id) => up(tableNamed(table).numberedBy, id);
  const moved = TABLE_NAMES.map((name) => {
    const { translated, holdsId } = tableNamed(name);
    const rows = [...(patch[name] as Table<unknown>)].map(([old, row]) => {
      const id = to(name, old);
      const next = translated(row, to);
      return [id, holdsId ? { ...(next as object), id } : next] as const;
    });
    return [name, tableOf(rows)];
  });
  const cablesOf = [...patch.connectionsOf].map(
    ([module, cables]) => [to("modules", module), cables.map((cable) => to("connections", cable))] as const,
  );
  const nextId = Object.entries(patch.nextId).map(([kind, id]) => [kind, up(kind as keyof NextIds, id)]);
  return Object.freeze({
    ...patch,
    ...Object.fromEntries(moved),
    connectionsOf: tableOf(cablesOf),
    nextId: Object.fromEntries(nextId),
  });
}
