import type { Change } from "./change.ts";
import { fieldWords } from "./change-words.ts";
import { cellChange, changedCells } from "./diff-patches.ts";
import { rowName } from "./row-names.ts";
import type { Cells, RowTable, Sheet } from "./sheet.ts";

/** Where the two sides can't both be had. The result holds one of them, as `kept` says. */
export interface Conflict {
  readonly table: "patch" | RowTable;
  /** The row by path or name, as a {@link Change} names it. */
  readonly row: string;
  /** What each side did since the base; absent where it removed the row, or where only the other's is at stake. */
  readonly ours?: readonly Change[];
  readonly theirs?: readonly Change[];
  readonly kept: "ours" | "theirs";
  /** A sentence for people: what clashes and what stays. */
  readonly reason: string;
}

/** The last common version of a document and its two successors, under common ids. */
export interface Sides {
  readonly base: Sheet;
  readonly ours: Sheet;
  readonly theirs: Sheet;
}

/** What a merge has to say beside its result. */
export class MergeReport {
  readonly conflicts: Conflict[] = [];
  readonly notes: string[] = [];
  readonly #sides: Sides;

  constructor(sides: Sides) {
    this.#sides = sides;
  }

  /** Both sides gave a cell another value: ours stays. */
  cell(table: "patch" | RowTable, id: number, field: string, rows: Readonly<Record<keyof Sides, Cells>>): void {
    const row = table === "patch" ? "" : this.nameOf(table, id);
    const { base } = this.#sides;
    const of = (side: "ours" | "theirs") =>
      cellChange(base, this.#sides[side], table, row, field, rows.base, rows[side]);
    this.conflicts.push({
      table,
      row,
      ours: [of("ours")],
      theirs: [of("theirs")],
      kept: "ours",
      reason: `${row || "The patch"}: both sides changed ${fieldWords(field)}. Ours stays.`,
    });
  }

  /** One side removed a row the other changed: it stays, changed. */
  removed(table: RowTable, id: number, by: "ours" | "theirs", before: Cells, after: Cells): void {
    const other = by === "ours" ? "theirs" : "ours";
    const row = this.nameOf(table, id);
    const changes = changedCells(before, after).map((field) =>
      cellChange(this.#sides.base, this.#sides[other], table, row, field, before, after),
    );
    const [who, whose] = by === "ours" ? ["Ours", "theirs"] : ["Theirs", "ours"];
    const reason = `${row}: ${who} removed it and ${whose} changed it. It stays, with the change.`;
    this.conflicts.push({ table, row, [other]: changes, kept: other, reason });
  }

  /** Something that can't be had for a reason of its own. */
  refused(table: RowTable, id: number, kept: "ours" | "theirs", reason: string): void {
    const row = this.nameOf(table, id);
    this.conflicts.push({ table, row, kept, reason: `${row}: ${reason}` });
  }

  note(text: string): void {
    this.notes.push(text);
  }

  /** What a row is called on our side, else where it is. */
  nameOf(table: RowTable, id: number): string {
    const { base, ours, theirs } = this.#sides;
    const sheet = [ours, theirs].find((side) => side[table].has(id)) ?? base;
    return rowName(sheet, table, id);
  }
}
