import fc from "fast-check";
import { expect, test } from "vitest";
import { type ClipAim, frameAfter, stepsUntil } from "./aim.ts";

const aim = (index: number, direction: 1 | -1, mode: ClipAim["mode"]): ClipAim => ({
  index,
  direction,
  first: 2,
  last: 5,
  mode,
});
const ahead = (from: ClipAim) => Array.from({ length: 6 }, (_, steps) => frameAfter(from, steps));

test("a playhead knows which frames come next", () => {
  expect(ahead(aim(4, 1, "loop"))).toEqual([4, 5, 2, 3, undefined, undefined]);
  expect(ahead(aim(3, -1, "loop"))).toEqual([3, 2, 5, 4, undefined, undefined]);
  expect(ahead(aim(4, 1, "once"))).toEqual([4, 5, undefined, undefined, undefined, undefined]);
  expect(ahead(aim(4, 1, "ping-pong"))).toEqual([4, 5, 5, 4, 3, 2]);
  expect(ahead(aim(3, -1, "ping-pong"))).toEqual([3, 2, 2, 3, 4, 5]);
});

test("every frame that comes is found at the step it comes first", () => {
  const index = fc.integer({ min: 2, max: 5 });
  const mode = fc.constantFrom<ClipAim["mode"]>("loop", "once", "ping-pong");
  fc.assert(
    fc.property(index, fc.constantFrom<1 | -1>(1, -1), mode, fc.nat(12), (at, direction, fold, steps) => {
      const from = aim(at, direction, fold);
      const frame = frameAfter(from, steps);
      if (frame === undefined) return;
      expect(stepsUntil(from, frame)).toBeLessThanOrEqual(steps);
      expect(frameAfter(from, stepsUntil(from, frame))).toBe(frame);
    }),
    { seed: 5 },
  );
});

test("what lies outside the region never comes", () => {
  expect(stepsUntil(aim(3, 1, "loop"), 1)).toBe(Number.POSITIVE_INFINITY);
  expect(stepsUntil(aim(3, 1, "loop"), 6)).toBe(Number.POSITIVE_INFINITY);
});
