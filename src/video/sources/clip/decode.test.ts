import { describe, expect, test } from "vitest";
import { commonRate, frameIndexAt } from "./decode.ts";

const rounded = (rate: number, frames: number) =>
  Float64Array.from({ length: frames }, (_, i) => Math.round((i / rate) * 1_000) / 1_000);

test("a time shows the last frame that has begun, and never none", () => {
  const starts = Float64Array.from([0, 0.5, 1, 1.5]);
  expect([-1, 0, 0.49, 0.5, 0.7, 1.4999, 9].map((seconds) => frameIndexAt(starts, seconds))).toEqual([
    0, 0, 0, 1, 1, 3, 3,
  ]);
});

test("frame times rounded to milliseconds show their own frame", () => {
  const starts = rounded(60, 100);
  for (let i = 0; i < 100; i++) expect(frameIndexAt(starts, i / 60)).toBe(i);
});

describe("the rate of a clip", () => {
  test.each([24, 25, 30, 60, 24_000 / 1_001, 60_000 / 1_001])("is found behind rounded times (%f)", (rate) => {
    expect(commonRate(rounded(rate, 900))).toBe(rate);
  });

  test("is not made up for frames that come as they like", () => {
    expect(commonRate([0, 0.04, 0.09, 0.11, 0.2])).toBeUndefined();
    expect(commonRate(rounded(17, 50))).toBeUndefined();
  });
});
