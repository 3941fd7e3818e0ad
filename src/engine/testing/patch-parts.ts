import type { Patch, Table } from "#engine/patch.ts";
import { inOrder } from "#engine/table.ts";
import { TABLE_NAMES } from "#engine/tables/table-names.ts";

const TABLES = [...TABLE_NAMES, "connectionsOf"] as const;

/** A patch as plain data that can be compared. Ids to be given out next are left out: they never go back. */
export function patchParts(patch: Patch): Readonly<Record<string, unknown>> {
  const rows = (table: Table<unknown>) => Object.fromEntries(inOrder(table));
  return {
    name: patch.name,
    seed: patch.seed,
    ...Object.fromEntries(TABLES.map((table) => [table, rows(patch[table])])),
  };
}

/** Everything that contradicts itself in a patch. */
export function faultsOf(patch: Patch): readonly string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  const ends = new Map<number, Set<number>>();
  for (const [id, { from, to }] of patch.connections)
    for (const { module } of [from, to]) {
      expect(patch.modules.has(module), `cable ${id} has lost module ${module}`);
      ends.set(module, (ends.get(module) ?? new Set()).add(id));
    }
  for (const [id, cables] of patch.connectionsOf)
    expect(
      JSON.stringify(cables) === JSON.stringify([...(ends.get(id) ?? [])].sort((a, b) => a - b)),
      `module ${id} lists other cables than it has`,
    );
  expect(patch.connectionsOf.size === ends.size, "a module with cables lists none");
  for (const table of ["modules", "patterns", "assets", "presets"] as const) {
    const names = [...patch[table].values()].map((row) => `${"parent" in row ? row.parent : ""}/${row.name}`);
    expect(new Set(names).size === names.length, `two ${table} have one name`);
    for (const [id, row] of patch[table]) expect(row.id === id, `${table} ${id} is kept under another id`);
  }
  for (const [id, pattern] of patch.bindings)
    expect(patch.modules.has(id) && patch.patterns.has(pattern), `binding ${id} leads nowhere`);
  for (const table of ["parameters", "layout"] as const) {
    expect(patch[table].size === patch.modules.size, `${table} has not a row for each module`);
    for (const [id] of patch[table]) expect(patch.modules.has(id), `${table} ${id} has no module`);
  }
  return faults;
}
