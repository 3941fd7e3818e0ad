import { expect, test } from "vitest";
import { FramePace } from "./frame-pace.ts";

/** Feeds frames at a rate for some seconds from a time on; answers the time afterwards. */
function run(pace: FramePace, fromMs: number, fps: number | ((height: number) => number), seconds: number): number {
  let now = fromMs;
  while (now < fromMs + seconds * 1_000) {
    now += 1_000 / (typeof fps === "number" ? fps : fps(pace.size().height));
    pace.done(now);
  }
  return now;
}

test("a machine that keeps up draws the full size", () => {
  const pace = new FramePace(1_280, 720);
  run(pace, 0, 60, 10);
  expect(pace.size()).toEqual({ width: 1_280, height: 720 });
  expect(pace.fps).toBeCloseTo(60, 0);
});

test("a slow machine draws smaller until it keeps up, and stays there", () => {
  const pace = new FramePace(1_280, 720);
  run(pace, 0, (height) => (height > 600 ? 24 : 44), 20);
  expect(pace.size()).toEqual({ width: 960, height: 540 });
});

test("a very slow machine is given the smallest size within a second", () => {
  const pace = new FramePace(1_280, 720);
  run(pace, 0, 6, 1);
  expect(pace.size()).toEqual({ width: 640, height: 360 });
});

test("one that is known to be slow begins small and may grow", () => {
  const pace = new FramePace(1_280, 720);
  pace.beginSmall();
  expect(pace.size()).toEqual({ width: 640, height: 360 });
  run(pace, 0, 60, 60);
  expect(pace.size()).toEqual({ width: 1_280, height: 720 });
});

test("it never goes below 640 × 360", () => {
  const pace = new FramePace(1_280, 720);
  run(pace, 0, 5, 30);
  expect(pace.size()).toEqual({ width: 640, height: 360 });
  const small = new FramePace(320, 180);
  run(small, 0, 5, 30);
  expect(small.size()).toEqual({ width: 320, height: 180 });
});

test("when the load is gone the size comes back", () => {
  const pace = new FramePace(1_280, 720);
  const now = run(pace, 0, 10, 10);
  run(pace, now, 60, 60);
  expect(pace.size().height).toBe(720);
});

test("a size that turned out too large is tried less and less often", () => {
  const pace = new FramePace(1_280, 720);
  let raises = 0;
  let before = 720;
  let now = 0;
  for (let second = 0; second < 120; second++) {
    now = run(pace, now, (height) => (height > 600 ? 20 : 60), 1);
    if (pace.size().height > before) raises++;
    before = pace.size().height;
  }
  expect(raises).toBeGreaterThan(0);
  expect(raises).toBeLessThan(8);
});

test("frames that tell nothing change nothing, and a rest is no slowness", () => {
  const pace = new FramePace(1_280, 720);
  for (let now = 0; now < 10_000; now += 200) pace.done(now, false);
  expect(pace.size().height).toBe(720);
  pace.rest();
  run(pace, 60_000, 60, 3);
  expect(pace.size().height).toBe(720);
});
