import { expect, test } from "vitest";
import { HEAD } from "#audio/contract/kernel-abi.ts";
import { HOST } from "#audio/contract/memory-map.ts";
import { MemoryViews } from "#audio/host/memory-views.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import { heardTick } from "./heard-time.ts";

/** Of a context only its clock is read. */
const contextAt = (contextTime: number) =>
  ({ getOutputTimestamp: () => ({ contextTime, performanceTime: 1_000 }), currentTime: contextTime }) as AudioContext;

function playing(samples: number) {
  const views = new MemoryViews(new WebAssembly.Memory({ initial: 4, maximum: 4, shared: true }).buffer);
  views.setDouble(HEAD.samples, samples);
  views.setDouble(HEAD.tick, samples * 0.04);
  views.setDouble(HEAD.ticksPerFrame, 0.04);
  return views;
}

test("between the hand-over and the sound's first block the position stands where the page left it", () => {
  const views = playing(12_000);
  views.setDouble(HOST.contextOffset, Number.NaN);
  expect(heardTick(views, contextAt(0.01), 1_000)).toBe(480);
});

test("what is heard is behind what is made by the time the device still holds", () => {
  const views = playing(12_000);
  views.setDouble(HOST.contextOffset, 12_000 - 0.5 * SAMPLE_RATE);
  expect(heardTick(views, contextAt(0.4), 1_000)).toBeCloseTo(480 - 0.1 * SAMPLE_RATE * 0.04, 6);
});
