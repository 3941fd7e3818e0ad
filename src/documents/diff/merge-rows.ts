import { changedCells } from "./diff-patches.ts";
import type { MergeReport, Sides } from "./merge-report.ts";
import { type Cells, isAlike, type Rows, type RowTable, type Sheet, STEP } from "./sheet.ts";

/** A table as it is merged. */
export type MergedRows = Map<number, Cells>;

/** The rows of a table that both sides agree on, ours first. References are not looked after yet. */
export function mergedRows(table: RowTable, sides: Sides, report: MergeReport): MergedRows {
  const result: MergedRows = new Map();
  for (const id of new Set([...sides.ours[table].keys(), ...sides.theirs[table].keys()])) {
    const row = mergedRow(table, id, sides, report);
    if (row) result.set(id, row);
  }
  return result;
}

/** A row as both sides want it; undefined when one removed it and the other left it alone. */
export function mergedRow(table: RowTable, id: number, sides: Sides, report: MergeReport): Cells | undefined {
  const [base, ours, theirs] = [sides.base[table].get(id), sides.ours[table].get(id), sides.theirs[table].get(id)];
  if (ours && theirs) {
    const merged = mergedCells(table, id, { base: base ?? new Map(), ours, theirs }, report);
    return table === "patterns" ? longEnough(id, merged, report) : merged;
  }
  const left = ours ?? theirs;
  if (!base || !left) return left;
  const by = ours ? "theirs" : "ours";
  if (isUntouched(base, left, sides[ours ? "ours" : "theirs"])) return undefined;
  report.removed(table, id, by, base, left);
  return left;
}

/** Whether a side left a row alone. A place on the canvas, or a pattern that is gone from the patch, is no change of the module. */
function isUntouched(base: Cells, side: Cells, { patterns }: Sheet): boolean {
  return changedCells(base, side).every((field) => {
    if (field === "place") return true;
    return field === "pattern" && !side.has(field) && !patterns.has(base.get(field) as number);
  });
}

/** Each cell as the side that changed it has it; where both did, and differently, ours stays. */
export function mergedCells(
  table: "patch" | RowTable,
  id: number,
  rows: Readonly<Record<keyof Sides, Cells>>,
  report: MergeReport,
): Cells {
  const { base, ours, theirs } = rows;
  const merged = new Map(ours);
  for (const field of changedCells(ours, theirs)) {
    const [was, our, their] = [base.get(field), ours.get(field), theirs.get(field)];
    if (isAlike(their, was)) continue;
    if (!isAlike(our, was)) {
      if (field === "place") continue;
      report.cell(table, id, field, rows);
      // What one side removed and the other changed stays.
      if (our !== undefined) continue;
    }
    if (their === undefined) merged.delete(field);
    else merged.set(field, their);
  }
  return merged;
}

/** A pattern that one side shortened still holds what the other wrote into its end. */
function longEnough(id: number, pattern: Cells, report: MergeReport): Cells {
  const length = pattern.get("length") as number;
  const last = [...pattern.keys()].reduce(
    (most, cell) => (cell.startsWith(STEP) ? Math.max(most, Number(cell.slice(STEP.length)) + 1) : most),
    0,
  );
  if (last <= length) return pattern;
  report.refused(
    "patterns",
    id,
    "ours",
    `one side made it ${length} steps long, but the other changed step ${last - 1}. It stays ${last} long.`,
  );
  return new Map([...pattern, ["length", last]]);
}

/** Gives a second row of one name another one; what refers to it follows. */
export function withFreeNames(
  table: RowTable,
  rows: MergedRows,
  ours: Rows,
  freeName: FreeName,
  report: MergeReport,
): void {
  const key = (cells: Cells, name = cells.get("name")) => `${cells.get("parent") ?? ""}/${name}`;
  const taken = new Map<string, number>();
  for (const [id, cells] of rows) {
    const our = ours.get(id);
    if (our && key(our) === key(cells)) taken.set(key(cells), id);
  }
  const wanted = new Set([...rows.values()].map((cells) => key(cells)));
  for (const [id, cells] of rows) {
    const owner = taken.get(key(cells)) ?? id;
    if (owner === id) {
      taken.set(key(cells), id);
      continue;
    }
    const name = freeName((other) => wanted.has(key(cells, other)), String(cells.get("name")));
    rows.set(id, new Map([...cells, ["name", name]]));
    wanted.add(key(cells, name));
    taken.set(key(cells, name), id);
    report.note(`${report.nameOf(table, id)}: both sides have one; theirs is called ${name} here.`);
  }
}

type FreeName = (isTaken: (name: string) => boolean, wanted: string) => string;
