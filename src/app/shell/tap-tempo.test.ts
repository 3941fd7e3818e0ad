import { expect, test } from "vitest";
import { createTapTempo } from "./tap-tempo.ts";

test("two taps half a second apart are 120 beats a minute", () => {
  const tempo = createTapTempo();
  expect(tempo.tap(1_000)).toBeUndefined();
  expect(tempo.tap(1_500)).toBe(120);
});

test("unsteady taps are averaged", () => {
  const tempo = createTapTempo();
  for (const at of [0, 480, 1_020]) tempo.tap(at);
  expect(tempo.tap(1_500)).toBe(120);
});

test("a long pause begins anew", () => {
  const tempo = createTapTempo();
  tempo.tap(0);
  tempo.tap(1_000);
  expect(tempo.tap(5_000)).toBeUndefined();
  expect(tempo.tap(5_500)).toBe(120);
});
