import fc from "fast-check";
import { expect, test } from "vitest";
import { EMPTY_STEP, type Pattern, type Step } from "./patch.ts";
import { type FlatPattern, flattenPattern, rowAt, trackerEvents } from "./tracker-events.ts";

type Note = readonly [tick: number, note: number, velocity: number, length: number];

function query(from: number, to: number, pattern: FlatPattern, seed = 1): Note[] {
  const notes: Note[] = [];
  trackerEvents(from, to, pattern, seed, { note: (...note) => notes.push(note) });
  return notes;
}

const step = (more: Partial<Step>): Step => ({ ...EMPTY_STEP, note: 60, ...more });
const flat = (steps: readonly Step[], stepsPerBeat = 4): FlatPattern =>
  flattenPattern({ id: 1, name: "p", steps, stepsPerBeat } satisfies Pattern);

const anyStep = fc.record({
  note: fc.option(fc.integer({ min: 0, max: 127 }), { nil: null }),
  volume: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.double({ min: 0.01, max: 64, noNaN: true }),
  chance: fc.integer({ min: 0, max: 100 }),
});
const anyPattern = fc
  .tuple(fc.array(anyStep, { minLength: 1, maxLength: 32 }), fc.integer({ min: 1, max: 96 }))
  .map(([steps, stepsPerBeat]) => flat(steps, stepsPerBeat));

test("the first step is at tick 0 and the span's end is left out", () => {
  expect(query(0, 240, flat([step({})]))).toEqual([[0, 60, 1, 240]]);
  expect(query(0, 240.001, flat([step({})])).map(([tick]) => tick)).toEqual([0, 240]);
});

test("cutting a span anywhere gives the same notes", () => {
  fc.assert(
    fc.property(
      anyPattern,
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 2_000, noNaN: true }), { minLength: 1, maxLength: 8 }),
      fc.integer(),
      (pattern, from, lengths, seed) => {
        const pieces: Note[] = [];
        let at = from;
        for (const length of lengths) {
          pieces.push(...query(at, at + length, pattern, seed));
          at += length;
        }
        expect(pieces).toEqual(query(from, at, pattern, seed));
      },
    ),
    { numRuns: 300 },
  );
});

test("cutting exactly on a step neither loses nor doubles it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 96 }), fc.integer({ min: 0, max: 100_000 }), (stepsPerBeat, index) => {
      const pattern = flat([step({})], stepsPerBeat);
      const cut = (index * 960) / stepsPerBeat;
      expect(query(cut, cut + 960 / stepsPerBeat / 2, pattern)).toHaveLength(1);
      expect(query(Math.max(0, cut - 1), cut, pattern).every(([tick]) => tick < cut)).toBe(true);
    }),
  );
});

test("after an hour at 137.3 bpm a step is where it belongs to the sample", () => {
  const perTick = (48_000 * 60) / 137.3 / 960;
  const index = Math.floor((3_600 * 137.3 * 4) / 60);
  const notes = query(index * 240 - 100, index * 240 + 100, flat([step({})]));
  const expected = Math.round((index * 60 * 48_000) / (137.3 * 4));
  expect(Math.abs((notes[0]?.[0] ?? 0) * perTick - expected)).toBeLessThanOrEqual(1);
});

test("chance 0 never plays, 100 always, 50 about half, and the same seed repeats", () => {
  const pattern = flat([step({ chance: 0 }), step({ chance: 100, note: 1 }), step({ chance: 50, note: 2 })]);
  const notes = query(0, 240 * 3 * 1_000, pattern, 7);
  const count = (note: number) => notes.filter(([, n]) => n === note).length;
  expect(count(60)).toBe(0);
  expect(count(1)).toBe(1_000);
  expect(count(2)).toBeGreaterThan(430);
  expect(count(2)).toBeLessThan(570);
  expect(query(0, 240 * 3 * 1_000, pattern, 7)).toEqual(notes);
  expect(query(0, 240 * 3 * 1_000, pattern, 8)).not.toEqual(notes);
});

test("tells the row that plays", () => {
  const pattern = flat([step({}), step({}), step({})]);
  expect([0, 239.9, 240, 719, 720].map((tick) => rowAt(tick, pattern))).toEqual([0, 0, 1, 2, 0]);
  expect(rowAt(0, { ...pattern, steps: 0 })).toBe(-1);
});
