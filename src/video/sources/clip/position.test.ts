import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advance, CLIP_MODES, type ClipMode, type ClipPosition, firstPosition, regionBetween } from "./position.ts";

const region = { from: 1, to: 3 };

/** Where a playhead that starts at `seconds` is after each move. */
function run(mode: ClipMode, seconds: number, moves: readonly number[]): number[] {
  let at: ClipPosition = { seconds, heading: 1 };
  return moves.map((move) => {
    at = advance(at, move, region, mode);
    return at.seconds;
  });
}

describe("a playhead", () => {
  test("loops at both ends", () => {
    expect(run("loop", 1, [1.5, 1, 0.5])).toEqual([2.5, 1.5, 2]);
    expect(run("loop", 1, [-0.5, -2])).toEqual([2.5, 2.5]);
    expect(run("loop", 1, [2])).toEqual([1]);
    expect(run("loop", 3, [-2, 0])).toEqual([3, 3]);
  });

  test("reaches the ends exactly however its way is cut", () => {
    expect(run("loop", 1, new Array(48).fill(1 / 24)).at(-1)).toBe(1);
    expect(run("loop", 3, new Array(96).fill(-1 / 48)).at(-1)).toBe(3);
    expect(run("ping-pong", 1, new Array(120).fill(1 / 30)).at(-1)).toBe(1);
  });

  test("stops at both ends when it plays once, and comes back", () => {
    expect(run("once", 1, [1.5, 1, 1, -0.5, -9])).toEqual([2.5, 3, 3, 2.5, 1]);
  });

  test("turns round in ping-pong, also several times in one move", () => {
    expect(run("ping-pong", 1, [1.5, 1, 1, 1])).toEqual([2.5, 2.5, 1.5, 1.5]);
    expect(run("ping-pong", 1, [9])).toEqual([2]);
    expect(run("ping-pong", 1, [-0.5, -1])).toEqual([1.5, 2.5]);
  });

  test("begins at the end it moves away from", () => {
    expect(firstPosition(region, 1).seconds).toBe(1);
    expect(firstPosition(region, -1).seconds).toBe(3);
  });

  test.each(CLIP_MODES)("never leaves the region, and many small moves are one large one (%s)", (mode) => {
    const move = fc.integer({ min: -640, max: 640 }).map((n) => n / 64);
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
        for (const seconds of run(mode, 1.5, moves)) {
          expect(seconds).toBeGreaterThanOrEqual(1);
          expect(seconds).toBeLessThanOrEqual(3);
        }
        if (mode === "once") return;
        const sum = moves.reduce((a, b) => a + b, 0);
        const apart = Math.abs((run(mode, 1.5, moves).at(-1) ?? 1.5) - (run(mode, 1.5, [sum])[0] ?? 0));
        expect(mode === "loop" ? Math.min(apart, 2 - apart) : apart).toBeCloseTo(0, 9);
      }),
      { seed: 3 },
    );
  });
});

describe("a region", () => {
  test("lies between two shares, whichever is first", () => {
    expect(regionBetween(0.25, 0.75, 4, 0.04)).toEqual({ from: 1, to: 3 });
    expect(regionBetween(0.75, 0.25, 4, 0.04)).toEqual({ from: 1, to: 3 });
  });

  test("holds a frame even where both meet, at the very end too", () => {
    expect(regionBetween(0.5, 0.5, 4, 0.25)).toEqual({ from: 2, to: 2.25 });
    expect(regionBetween(1, 1, 4, 0.25)).toEqual({ from: 3.75, to: 4 });
  });
});
