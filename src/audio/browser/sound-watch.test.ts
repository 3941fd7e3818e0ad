import { expect, test } from "vitest";
import { SoundWatch } from "./sound-watch.ts";

test("sound that stands still for two seconds is dead, sound that moves is not", () => {
  const watch = new SoundWatch();
  for (let now = 0; now < 60_000; now += 25) expect(watch.isStalled(now - (now % 500), now)).toBe(false);
  let now = 60_000;
  while (!watch.isStalled(1, now)) now += 25;
  expect(now).toBe(62_000);
});

test("a page that stood still itself does not blame the sound, nor does what was before a new thread", () => {
  const watch = new SoundWatch();
  watch.isStalled(1, 0);
  expect(watch.isStalled(1, 30_000)).toBe(false);
  for (let now = 30_000; now < 31_700; now += 25) watch.isStalled(1, now);
  watch.begin();
  expect(watch.isStalled(1, 32_000)).toBe(false);
  expect(watch.isStalled(1, 32_025)).toBe(false);
});

test("the third death within a minute is the last, and a minute later it counts anew", () => {
  const watch = new SoundWatch();
  expect([0, 1_000, 2_000].map((at) => watch.mayRestart(at))).toEqual([true, true, false]);
  expect(watch.mayRestart(70_000)).toBe(true);
});
