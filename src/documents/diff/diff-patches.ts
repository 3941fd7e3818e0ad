import type { Registry } from "#engine/module-definition.ts";
import type { Snapshot } from "#engine/patch.ts";
import { aligned, floorsAbove } from "./align.ts";
import type { Change } from "./change.ts";
import { namedRow, namedValue, rowName } from "./row-names.ts";
import { type Cells, isAlike, ROW_TABLES, type RowTable, type Sheet } from "./sheet.ts";
import { sheetOf } from "./sheet-of.ts";

/**
 * What makes the second document of the first: rows by path and name, whatever ids and order they have. A module that keeps its
 * type and 60 % of its values and cables has been renamed. Documents of which it says nothing are the same.
 */
export function diffPatches(a: Snapshot, b: Snapshot, registry: Registry): readonly Change[] {
  const before = sheetOf(a, registry);
  const other = sheetOf(b, registry);
  return changesBetween(before, aligned(before, other, floorsAbove(before, other)));
}

/** The differences between two sheets with common ids. */
export function changesBetween(a: Sheet, b: Sheet): readonly Change[] {
  const patch = changedCells(a.patch, b.patch).map((field) => cellChange(a, b, "patch", "", field, a.patch, b.patch));
  return [...patch, ...ROW_TABLES.flatMap((table) => changesOf(a, b, table))];
}

function changesOf(a: Sheet, b: Sheet, table: RowTable): readonly Change[] {
  const changes: Change[] = [];
  for (const [id, cells] of a[table]) {
    const next = b[table].get(id);
    const row = rowName(a, table, id);
    if (next)
      changes.push(...changedCells(cells, next).map((field) => cellChange(a, b, table, row, field, cells, next)));
    else changes.push(removal(a, table, row, cells));
  }
  for (const [id, cells] of b[table]) {
    if (a[table].has(id)) continue;
    changes.push({ kind: "added", table, row: rowName(b, table, id), ...typeOf(cells), to: namedRow(b, table, cells) });
  }
  return changes;
}

const removal = (a: Sheet, table: RowTable, row: string, cells: Cells): Change => ({
  kind: "removed",
  table,
  row,
  ...typeOf(cells),
  from: namedRow(a, table, cells),
});

/** The change of one cell. */
export function cellChange(
  a: Sheet,
  b: Sheet,
  table: "patch" | RowTable,
  row: string,
  field: string,
  before: Cells,
  after: Cells,
): Change {
  const from = namedValue(a, table, field, before.get(field));
  const to = namedValue(b, table, field, after.get(field));
  return {
    kind: "changed",
    table,
    row,
    ...typeOf(after),
    field,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

const typeOf = (cells: Cells) => (cells.has("type") ? { type: String(cells.get("type")) } : {});

/** The cells two rows differ in. The ends of a cable are what it is known by, so they never differ. */
export function changedCells(a: Cells, b: Cells): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter(
    (field) => field !== "from" && field !== "to" && !isAlike(a.get(field), b.get(field)),
  );
}
