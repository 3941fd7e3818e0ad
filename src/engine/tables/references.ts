import { nameKey } from "#engine/name-index.ts";
import type { NextIds } from "#engine/patch.ts";
import type { Rows, TableName } from "#engine/rows.ts";
import { TABLE_NAMES } from "./table-names.ts";
import { tableNamed } from "./tables.ts";

type Tables = { readonly [T in TableName]: readonly (readonly [number, Rows[T]])[] } & { readonly nextId: NextIds };

/** Everything in the rows of a patch that contradicts itself, each as `table[id]: what is wrong`. */
export function referenceProblems(data: Tables): readonly string[] {
  const problems: string[] = [];
  const ids = new Map<TableName, ReadonlySet<number>>(
    TABLE_NAMES.map((table) => [table, new Set(data[table].map(([id]) => id))]),
  );
  const expect = (holds: boolean, table: TableName, id: number, fault: string) => {
    if (!holds) problems.push(`${table}[${id}]: ${fault}.`);
  };
  const expectRow = (table: TableName, id: number, other: TableName, wanted: number) =>
    expect(ids.get(other)?.has(wanted) === true, table, id, `there is no row ${wanted} in ${other}`);

  for (const table of TABLE_NAMES) {
    const { numberedBy, belongsTo, holdsId, isNamed, translated } = tableNamed(table);
    const names = new Set<string>();
    const next = data.nextId[numberedBy];
    if ((ids.get(table)?.size ?? 0) < data[table].length) problems.push(`${table}: an id is there twice.`);
    for (const [id, row] of data[table]) {
      if (belongsTo) expectRow(table, id, belongsTo, id);
      if (holdsId) expect((row as Identified).id === id, table, id, `the row says it is ${(row as Identified).id}`);
      if (!belongsTo) expect(id < next, table, id, `nextId.${numberedBy} is ${next}, which is not above it`);
      if (isNamed) {
        const named = row as Named;
        expect(!names.has(nameKey(named)), table, id, `another is called “${named.name}” too`);
        names.add(nameKey(named));
      }
      translated(row, (other, wanted) => {
        // Media that are gone contradict nothing: they are missing, and the module says so.
        if (other !== "assets") expectRow(table, id, other, wanted);
        return wanted;
      });
    }
  }
  const leadsUp = upward(new Map(data.modules.map(([id, { parent }]) => [id, parent])));
  for (const [id, { unknown }] of data.modules) {
    expect(leadsUp(id), "modules", id, "it lives in itself");
    expectRow("modules", id, "layout", id);
    if (!unknown) expectRow("modules", id, "parameters", id);
  }
  return problems;
}

type Identified = { readonly id: number };
type Named = Parameters<typeof nameKey>[0];

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
