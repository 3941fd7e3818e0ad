import type { Pattern } from "#engine/patch.ts";
import { COLUMNS } from "./columns.ts";
import { pianoNote } from "./piano-keys.ts";
import { type CopiedSteps, clearBlock, copyBlock, insertRow, pasteAt, pullRow } from "./step-edits.ts";
import { blockOf, moveCursor, type TrackerCursor } from "./tracker-cursor.ts";
import type { PatternEdits } from "./use-pattern-edits.ts";

/** What a key press in the tracker reads and changes. */
export interface TrackerEditing {
  readonly pattern: Pattern;
  readonly cursor: TrackerCursor;
  readonly octave: number;
  readonly editStep: number;
  readonly edits: PatternEdits;
  readonly copied: () => CopiedSteps;
  readonly setCopied: (copied: CopiedSteps) => void;
  readonly setCursor: (cursor: TrackerCursor) => void;
  readonly setOctave: (octave: number) => void;
  /** Digits typed into the edit cell so far. */
  readonly typed: { current: string };
}

export interface TrackerKey {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Does what a key means in the tracker. Answers whether it meant anything. */
export function handleTrackerKey(key: TrackerKey, editing: TrackerEditing): boolean {
  if (key.altKey) return false;
  const digits = editing.typed.current;
  editing.typed.current = "";
  if (key.ctrlKey || key.metaKey) return handleBlockKey(key, editing);
  if (handleMove(key, editing) || handleRowKey(key, editing)) return true;
  editing.typed.current = digits;
  return COLUMNS[editing.cursor.column]?.key === "note" ? handlePiano(key, editing) : handleDigit(key, editing);
}

function handleMove(key: TrackerKey, { pattern, cursor, setCursor }: TrackerEditing): boolean {
  const beat = pattern.stepsPerBeat * 4;
  const last = pattern.steps.length - 1;
  const targets: Readonly<Record<string, { row?: number; column?: number }>> = {
    ArrowUp: { row: cursor.row - 1 },
    ArrowDown: { row: cursor.row + 1 },
    ArrowLeft: { column: cursor.column - 1 },
    ArrowRight: { column: cursor.column + 1 },
    PageUp: { row: cursor.row - beat },
    PageDown: { row: cursor.row + beat },
    Home: { row: 0 },
    End: { row: last },
  };
  const target = targets[key.key];
  if (!target) return false;
  setCursor(moveCursor(cursor, target, { rows: last + 1, columns: COLUMNS.length }, key.shiftKey));
  return true;
}

function handleBlockKey(key: TrackerKey, editing: TrackerEditing): boolean {
  const { pattern, cursor, edits, setCursor } = editing;
  const block = blockOf(cursor);
  const size = { rows: pattern.steps.length, columns: COLUMNS.length };
  switch (key.key.toLowerCase()) {
    case "c":
      editing.setCopied(copyBlock(pattern, block, COLUMNS));
      return true;
    case "x":
      editing.setCopied(copyBlock(pattern, block, COLUMNS));
      edits.once(clearBlock(block, COLUMNS), "cut steps");
      return true;
    case "v":
      edits.once(pasteAt(pattern, block.top, editing.copied()), "paste steps");
      setCursor(moveCursor(cursor, { row: block.top + editing.copied().length }, size));
      return true;
    case "d":
      edits.once(pasteAt(pattern, block.bottom + 1, copyBlock(pattern, block, COLUMNS)), "duplicate steps");
      setCursor(moveCursor(cursor, { row: block.bottom + 1 }, size));
      return true;
    case "a":
      setCursor({ row: size.rows - 1, column: size.columns - 1, anchorRow: 0, anchorColumn: 0 });
      return true;
    case "arrowup":
    case "arrowdown":
      editing.setOctave(editing.octave + (key.key === "ArrowUp" ? 1 : -1));
      return true;
    default:
      return false;
  }
}

function handleRowKey(key: TrackerKey, editing: TrackerEditing): boolean {
  const { pattern, cursor, edits } = editing;
  switch (key.key) {
    case "Delete":
      edits.once(clearBlock(blockOf(cursor), COLUMNS), "clear steps");
      if (cursor.row === cursor.anchorRow) advance(editing);
      return true;
    case "Insert":
      edits.once(insertRow(pattern, cursor.row), "insert a row");
      return true;
    case "Backspace":
      edits.once(pullRow(pattern, Math.max(0, cursor.row - 1)), "pull rows up");
      editing.setCursor(moveCursor(cursor, { row: cursor.row - 1 }, sizeOf(pattern)));
      return true;
    case "Escape":
      if (cursor.row === cursor.anchorRow && cursor.column === cursor.anchorColumn) return false;
      editing.setCursor(moveCursor(cursor, {}, sizeOf(pattern)));
      return true;
    case "/":
    case "*":
      editing.setOctave(editing.octave + (key.key === "*" ? 1 : -1));
      return true;
    default:
      return false;
  }
}

function handlePiano(key: TrackerKey, editing: TrackerEditing): boolean {
  const note = pianoNote(key.code, editing.octave);
  if (note === undefined) return false;
  editing.edits.once({ [editing.cursor.row]: { note } }, "enter a note");
  advance(editing);
  return true;
}

function handleDigit(key: TrackerKey, editing: TrackerEditing): boolean {
  if (!/^[0-9.]$/.test(key.key)) return false;
  const { pattern, cursor, edits, typed } = editing;
  const column = COLUMNS[cursor.column];
  const step = pattern.steps[cursor.row];
  if (!column || !step || step.note === null) return true;
  const longer = typed.current + key.key;
  typed.current = Number(longer) <= column.largest ? longer : key.key;
  const value = Number(typed.current);
  if (Number.isFinite(value))
    edits.stream({ [cursor.row]: column.fromTyped(value) }, `set ${column.label.toLowerCase()}`);
  return true;
}

const sizeOf = (pattern: Pattern) => ({ rows: pattern.steps.length, columns: COLUMNS.length });

function advance({ pattern, cursor, editStep, setCursor }: TrackerEditing): void {
  setCursor(moveCursor(cursor, { row: cursor.row + editStep }, sizeOf(pattern)));
}
