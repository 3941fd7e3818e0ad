import { type Matches, matchConnections, matchEqual, matchModules, matchNamed } from "./match-rows.ts";
import { ROW_TABLES, type RowTable, renumbered, type Sheet } from "./sheet.ts";

/** The first id of each table that neither of some documents has used. */
export type Floors = Readonly<Record<RowTable, number>>;

/** Floors above all ids of these documents. */
export function floorsAbove(...sheets: readonly Sheet[]): Floors {
  const floor = (table: RowTable) =>
    sheets.reduce((next, sheet) => [...sheet[table].keys()].reduce((at, id) => Math.max(at, id + 1), next), 1);
  return Object.fromEntries(ROW_TABLES.map((table) => [table, floor(table)])) as unknown as Floors;
}

/** The second document under the ids of the first: what is the same in both has one id, what is new one from `floors` up. */
export function aligned(a: Sheet, b: Sheet, floors: Floors): Sheet {
  let sheet = b;
  const apply = (table: RowTable, matches: Matches) => {
    let next = floors[table];
    const ids = new Map([...sheet[table].keys()].map((id) => [id, matches.get(id) ?? next++]));
    sheet = renumbered(sheet, { [table]: ids });
  };
  apply("assets", matchNamed(a.assets, b.assets));
  apply("presets", matchNamed(a.presets, b.presets));
  apply("patterns", matchNamed(a.patterns, b.patterns));
  apply("modules", matchModules(a, sheet));
  apply("connections", matchConnections(a.connections, sheet.connections));
  return sheet;
}

/** The second of two documents aligned with a third, with what both of them made alike under the ids of the first. */
export function withSameAdditions(a: Sheet, b: Sheet, floors: Floors): Sheet {
  let sheet = b;
  for (const table of ["assets", "presets", "patterns"] as const)
    sheet = renumbered(sheet, { [table]: matchEqual(a[table], sheet[table], (id) => id >= floors[table]) });
  for (let before = -1, found = 0; found > before; ) {
    // What a module holds is compared under the id of what holds it, so those come first.
    before = found;
    const modules = matchEqual(a.modules, sheet.modules, (id) => id >= floors.modules);
    found = modules.size;
    sheet = renumbered(sheet, { modules });
  }
  return renumbered(sheet, { connections: matchConnections(a.connections, sheet.connections) });
}
