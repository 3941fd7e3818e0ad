import { EMPTY_STEP, type Pattern, type Step } from "#engine/patch.ts";
import type { Column, ColumnKey } from "./columns.ts";
import type { Block } from "./tracker-cursor.ts";

/** Rows to change, as the setSteps command takes them. */
export type StepEdits = Readonly<Record<number, Partial<Step> | null>>;

/** Cells copied from a pattern: one entry a row, with the columns that were in the block. */
export type CopiedSteps = readonly Partial<Step>[];

const keysOf = (block: Block, columns: readonly Column[]): readonly ColumnKey[] =>
  columns.slice(block.left, block.right + 1).map(({ key }) => key);

export function copyBlock(pattern: Pattern, block: Block, columns: readonly Column[]): CopiedSteps {
  const keys = keysOf(block, columns);
  return pattern.steps
    .slice(block.top, block.bottom + 1)
    .map((step) => Object.fromEntries(keys.map((key) => [key, step[key]])));
}

/** Puts copied cells down from a row on; what reaches past the end is left out. */
export function pasteAt(pattern: Pattern, row: number, copied: CopiedSteps): StepEdits {
  const edits: Record<number, Partial<Step>> = {};
  for (const [index, step] of copied.entries()) if (row + index < pattern.steps.length) edits[row + index] = step;
  return edits;
}

/** Empties a block: whole rows when the note is among its columns, else those columns back to their defaults. */
export function clearBlock(block: Block, columns: readonly Column[]): StepEdits {
  const keys = keysOf(block, columns);
  const edits: Record<number, Partial<Step> | null> = {};
  for (let row = block.top; row <= block.bottom; row++)
    edits[row] = keys.includes("note") ? null : Object.fromEntries(keys.map((key) => [key, EMPTY_STEP[key]]));
  return edits;
}

/** Pushes rows down from `row` and leaves it empty; the last row falls off. */
export function insertRow(pattern: Pattern, row: number): StepEdits {
  const edits: Record<number, Step | null> = { [row]: null };
  for (let index = row + 1; index < pattern.steps.length; index++) edits[index] = pattern.steps[index - 1] ?? null;
  return edits;
}

/** Pulls the rows below `row` up over it; the last row becomes empty. */
export function pullRow(pattern: Pattern, row: number): StepEdits {
  const edits: Record<number, Step | null> = { [pattern.steps.length - 1]: null };
  for (let index = row; index < pattern.steps.length - 1; index++) edits[index] = pattern.steps[index + 1] ?? null;
  return edits;
}

/** Changes a block's numbers by so many notches; rows without a note stay as they are. */
export function nudgeBlock(pattern: Pattern, block: Block, columns: readonly Column[], notches: number): StepEdits {
  const edits: Record<number, Partial<Step>> = {};
  for (let row = block.top; row <= block.bottom; row++) {
    const step = pattern.steps[row];
    if (!step || step.note === null) continue;
    for (const column of columns.slice(block.left, block.right + 1))
      edits[row] = { ...edits[row], ...column.fromTyped(column.toTyped(step) + notches * column.nudge) };
  }
  return edits;
}
