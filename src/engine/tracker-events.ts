import { hash } from "./hash.ts";
import { type Pattern, TICKS_PER_BEAT } from "./patch.ts";

/** Numbers a row takes in a flat pattern: note (−1 for none), volume, length in steps, chance in percent. */
const ROW_NUMBERS = 4;

/**
 * A pattern as flat numbers, so that the audio thread reads it without following objects. The fields may be changed between two
 * queries; none is kept.
 */
export interface FlatPattern {
  /** {@link ROW_NUMBERS} numbers for each row. */
  rows: Float32Array;
  /** Index of the first row's first number. */
  start: number;
  /** Rows, 1 or more; 0 plays nothing. */
  steps: number;
  stepsPerBeat: number;
}

/** Takes note-ons, in order of time. */
export interface NoteSink {
  /**
   * @param tick when it starts
   * @param note MIDI note
   * @param velocity 0 to 1
   * @param length in ticks, above 0
   */
  note(tick: number, note: number, velocity: number, length: number): void;
}

/** Flattens a pattern. */
export function flattenPattern(pattern: Pattern): FlatPattern {
  const rows = new Float32Array(pattern.steps.length * ROW_NUMBERS);
  pattern.steps.forEach((step, index) => {
    rows.set([step.note ?? -1, step.volume, step.length, step.chance], index * ROW_NUMBERS);
  });
  return { rows, start: 0, steps: pattern.steps.length, stepsPerBeat: pattern.stepsPerBeat };
}

/** The row that plays at a tick. */
export function rowAt(tick: number, pattern: FlatPattern): number {
  if (pattern.steps < 1) return -1;
  return firstStepFrom(tick, pattern.stepsPerBeat, true) % pattern.steps;
}

/**
 * Emits every note of a repeating pattern that starts in the half-open span of ticks [`from`, `to`), `from` at or above 0.
 * A pure function of its arguments: cutting a span anywhere gives the same notes. Step k starts at tick k × 960 ÷ stepsPerBeat.
 * A row with a chance is drawn anew each time round by a hash of (`seed`, round, row). Allocates nothing.
 */
export function trackerEvents(from: number, to: number, pattern: FlatPattern, seed: number, sink: NoteSink): void {
  const { rows, start, steps, stepsPerBeat } = pattern;
  if (steps < 1 || stepsPerBeat <= 0) return;
  for (let step = firstStepFrom(from, stepsPerBeat, false); ; step++) {
    const tick = stepTick(step, stepsPerBeat);
    if (tick >= to) return;
    const row = step % steps;
    const at = start + row * ROW_NUMBERS;
    const note = rows[at] ?? -1;
    if (note < 0 || !happens(rows[at + 3] ?? 100, seed, (step - row) / steps, row)) continue;
    sink.note(tick, note, rows[at + 1] ?? 1, ((rows[at + 2] ?? 1) * TICKS_PER_BEAT) / stepsPerBeat);
  }
}

function stepTick(step: number, stepsPerBeat: number): number {
  return (step * TICKS_PER_BEAT) / stepsPerBeat;
}

/** The first step at or after `tick`; or, when `playing`, the last one at or before it. Exact at the boundaries, whatever the rounding. */
function firstStepFrom(tick: number, stepsPerBeat: number, playing: boolean): number {
  let step = Math.max(0, Math.floor((tick * stepsPerBeat) / TICKS_PER_BEAT) - 1);
  while (stepTick(step, stepsPerBeat) < tick) step++;
  return playing && stepTick(step, stepsPerBeat) > tick ? Math.max(0, step - 1) : step;
}

function happens(chance: number, seed: number, round: number, row: number): boolean {
  if (chance >= 100) return true;
  return (hash(hash(hash(seed) ^ round) ^ row) / 0x1_0000_0000) * 100 < chance;
}
