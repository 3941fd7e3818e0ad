import { expect, test } from "vitest";
import { LOOK_MS, SilenceWatch } from "./silence-watch.ts";

/** The moment it is taken for dead, in milliseconds after it last spoke. */
function deadAfter(watch: SilenceWatch, lookEach = LOOK_MS): number {
  watch.isDead(0);
  watch.heard();
  for (let now = lookEach; ; now += lookEach) if (watch.isDead(now)) return now;
}

test("two seconds of silence are death, ten while it starts or makes shaders", () => {
  const watch = new SilenceWatch();
  expect(deadAfter(watch)).toBe(10_000);
  const settled = new SilenceWatch();
  settled.settle(false);
  expect(deadAfter(settled)).toBe(2_000);
});

test("a worker that speaks is never taken for dead", () => {
  const watch = new SilenceWatch();
  watch.settle(false);
  for (let now = 0; now < 60_000; now += LOOK_MS) {
    if (now % 1_750 === 0) watch.heard();
    expect(watch.isDead(now)).toBe(false);
  }
});

test("a page that stood still itself does not blame the worker", () => {
  const watch = new SilenceWatch();
  watch.settle(false);
  watch.isDead(0);
  expect(watch.isDead(30_000)).toBe(false);
  watch.heard();
  expect(watch.isDead(30_250)).toBe(false);
});
