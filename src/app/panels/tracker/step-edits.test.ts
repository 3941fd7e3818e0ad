import { expect, test } from "vitest";
import { EMPTY_STEP, type Pattern } from "#engine/patch.ts";
import { COLUMNS } from "./columns.ts";
import { pianoNote } from "./piano-keys.ts";
import { clearBlock, copyBlock, insertRow, nudgeBlock, pasteAt, pullRow } from "./step-edits.ts";

const pattern: Pattern = {
  id: 1,
  name: "A",
  stepsPerBeat: 4,
  steps: [
    { note: 60, volume: 1, length: 1, chance: 100 },
    { note: 62, volume: 0.5, length: 2, chance: 75 },
    EMPTY_STEP,
    EMPTY_STEP,
  ],
};
const whole = { top: 0, bottom: 1, left: 0, right: 3 };

test("both keyboard rows play, the upper an octave higher", () => {
  expect(pianoNote("KeyZ", 4)).toBe(60);
  expect(pianoNote("KeyQ", 4)).toBe(72);
  expect(pianoNote("KeyS", 4)).toBe(61);
  expect(pianoNote("KeyA", 4)).toBeUndefined();
  expect(pianoNote("KeyP", 9)).toBeUndefined();
});

test("a copied block pasted near the end is cut off there", () => {
  const copied = copyBlock(pattern, whole, COLUMNS);
  expect(pasteAt(pattern, 3, copied)).toEqual({ 3: pattern.steps[0] });
});

test("copying one column copies only that column", () => {
  expect(copyBlock(pattern, { top: 1, bottom: 1, left: 1, right: 1 }, COLUMNS)).toEqual([{ volume: 0.5 }]);
});

test("clearing the note empties the row, clearing a number brings its default back", () => {
  expect(clearBlock({ top: 0, bottom: 0, left: 0, right: 0 }, COLUMNS)).toEqual({ 0: null });
  expect(clearBlock({ top: 1, bottom: 1, left: 3, right: 3 }, COLUMNS)).toEqual({ 1: { chance: 100 } });
});

test("inserting a row and pulling it out again restores the rows in between", () => {
  const inserted = insertRow(pattern, 0);
  expect(inserted).toEqual({ 0: null, 1: pattern.steps[0], 2: pattern.steps[1], 3: EMPTY_STEP });
  expect(pullRow(pattern, 0)).toEqual({ 0: pattern.steps[1], 1: EMPTY_STEP, 2: EMPTY_STEP, 3: null });
});

test("nudging stays inside the range and leaves empty rows alone", () => {
  const edits = nudgeBlock(pattern, { top: 0, bottom: 3, left: 1, right: 1 }, COLUMNS, 3);
  expect(edits[0]).toEqual({ volume: 1 });
  expect(edits[1]?.volume).toBeCloseTo(0.65);
  expect(edits[2]).toBeUndefined();
});
