import { expect, test } from "vitest";
import { FrameClock } from "./frame-clock.ts";

const reading = (at: number, samples: number, more: { tick?: number; playing?: boolean } = {}) => ({
  at,
  samples,
  tick: 0,
  playing: false,
  bpm: 120,
  ...more,
});

test("a frame is drawn for its own moment, not for the last reading", () => {
  const clock = new FrameClock();
  clock.read(reading(1_000, 480_000, { tick: 960, playing: true }));
  const frame = clock.frame(1_010);
  expect(frame.samples).toBeCloseTo(480_480, 5);
  expect(frame.tick).toBeCloseTo(960 + 19.2, 5);
});

test("a stopped transport stands still while the clock runs", () => {
  const clock = new FrameClock();
  clock.read(reading(0, 0, { tick: 960 }));
  expect(clock.frame(100).tick).toBe(960);
});

test("readings that come in blocks give even steps", () => {
  const clock = new FrameClock();
  const steps: number[] = [];
  for (let frame = 0; frame < 120; frame++) {
    const now = frame * 16;
    clock.read(reading(now, Math.floor((now * 48) / 1_024) * 1_024));
    const { deltaSeconds } = clock.frame(now);
    if (frame > 60) steps.push(deltaSeconds * 1_000);
  }
  for (const step of steps) expect(Math.abs(step - 16)).toBeLessThan(2.5);
});

test("time never runs backwards, and a page that stands still stops it", () => {
  const clock = new FrameClock();
  clock.read(reading(0, 10_000));
  const first = clock.frame(0);
  clock.read(reading(16, 9_000));
  const second = clock.frame(16);
  expect(second.samples).toBeGreaterThanOrEqual(first.samples);
  expect(second.deltaSeconds).toBeGreaterThanOrEqual(0);
  const stopped = clock.frame(10_000).samples;
  expect(stopped).toBeLessThanOrEqual(9_000 + 2 * 48_000);
});
