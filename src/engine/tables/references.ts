import { nameKey } from "#engine/name-index.ts";
import type { Rows, TableName } from "#engine/operation.ts";
import type { NextIds } from "#engine/patch.ts";
import { TABLE_NAMES } from "./row-schemas.ts";

type Tables = { readonly [T in TableName]: readonly (readonly [number, Rows[T]])[] } & { readonly nextId: NextIds };

/** Tables whose rows hold their id and a name no sibling has, with what numbers them. */
const NUMBERED = {
  modules: "module",
  connections: "connection",
  patterns: "pattern",
  assets: "asset",
  presets: "preset",
} as const;

/** Everything in the rows of a patch that contradicts itself, each as `table[id]: what is wrong`. */
export function referenceProblems(data: Tables): readonly string[] {
  const problems: string[] = [];
  const ids = Object.fromEntries(
    TABLE_NAMES.map((table) => [table, new Set(data[table].map(([id]) => id))]),
  ) as unknown as Record<TableName, ReadonlySet<number>>;
  const expect = (holds: boolean, table: TableName, id: number, fault: string) => {
    if (!holds) problems.push(`${table}[${id}]: ${fault}.`);
  };
  const expectRow = (table: TableName, id: number, other: TableName, wanted: number) =>
    expect(ids[other].has(wanted), table, id, `there is no row ${wanted} in ${other}`);

  for (const table of TABLE_NAMES)
    if (ids[table].size < data[table].length) problems.push(`${table}: an id is there twice.`);
  for (const [table, key] of Object.entries(NUMBERED) as [keyof typeof NUMBERED, keyof NextIds][])
    for (const [id, row] of data[table]) {
      expect(row.id === id, table, id, `the row says it is ${row.id}`);
      expect(id < data.nextId[key], table, id, `nextId.${key} is ${data.nextId[key]}, which is not above it`);
    }
  for (const table of ["modules", "patterns", "assets", "presets"] as const) {
    const names = new Set<string>();
    for (const [id, row] of data[table]) {
      expect(!names.has(nameKey(row)), table, id, `another is called “${row.name}” too`);
      names.add(nameKey(row));
    }
  }
  const leadsUp = upward(new Map(data.modules.map(([id, { parent }]) => [id, parent])));
  for (const [id, { parent, unknown }] of data.modules) {
    if (parent !== null) expectRow("modules", id, "modules", parent);
    expect(leadsUp(id), "modules", id, "it lives in itself");
    expectRow("modules", id, "layout", id);
    if (!unknown) expectRow("modules", id, "parameters", id);
  }
  for (const table of ["parameters", "layout", "bindings"] as const)
    for (const [id] of data[table]) expectRow(table, id, "modules", id);
  for (const [id, pattern] of data.bindings) expectRow("bindings", id, "patterns", pattern);
  for (const [id, { from, to }] of data.connections) {
    expectRow("connections", id, "modules", from.module);
    expectRow("connections", id, "modules", to.module);
  }
  return problems;
}

/** Tells whether going up from a module comes to the top and not round in a circle. */
function upward(parents: ReadonlyMap<number, number | null>): (module: number) => boolean {
  const known = new Map<number, boolean>();
  return (module) => {
    const way = new Set<number>();
    let up: number | null = module;
    while (up !== null && !known.has(up) && !way.has(up)) {
      way.add(up);
      up = parents.get(up) ?? null;
    }
    const isUpward = up === null || known.get(up) === true;
    for (const one of way) known.set(one, isUpward);
    return isUpward;
  };
}
