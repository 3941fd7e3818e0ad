import { expect, test } from "vitest";
import { Lateness } from "./lateness.ts";

/** Dropouts counted while blocks of 128 frames come at these times; `at` gives the milliseconds for a block's due time. */
function dropouts(seconds: number, at: (due: number) => number): number {
  const lateness = new Lateness();
  let count = 0;
  for (let frame = 0; frame < seconds * 48_000; frame += 128)
    if (lateness.isLate(frame, Math.floor(at((frame * 1_000) / 48_000)))) count++;
  return count;
}

test("bursts of blocks are no dropouts, however long they go on", () => {
  expect(dropouts(600, (due) => Math.ceil(due / 10) * 10)).toBe(0);
});

test("an hour of a clock that runs a little fast or slow is no dropout", () => {
  expect(dropouts(3_600, (due) => due * 1.000_5)).toBe(0);
  expect(dropouts(3_600, (due) => due * 0.999_5)).toBe(0);
});

test("each gap counts once, and what comes after it doesn't", () => {
  expect(dropouts(60, (due) => due + (due > 20_000 ? 60 : 0) + (due > 40_000 ? 200 : 0))).toBe(2);
});

test("a block that is late but catches up counts when no output could have waited for it", () => {
  expect(dropouts(10, (due) => (due > 5_000 && due < 5_050 ? 5_050 : due))).toBe(1);
  expect(dropouts(10, (due) => (due > 5_000 && due < 5_015 ? 5_015 : due))).toBe(0);
});

test("a computer that slept has not dropped out", () => {
  expect(dropouts(10, (due) => due + (due > 5_000 ? 60_000 : 0))).toBe(0);
});
