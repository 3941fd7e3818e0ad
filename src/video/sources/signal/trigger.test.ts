import { expect, test } from "vitest";
import { risingZero } from "./trigger.ts";

const wave = (f: (n: number) => number) => Float32Array.from({ length: 4_096 }, (_, n) => f(n));

test.each([0, 0.13, 0.5, 0.87])("a tone begins at the same phase wherever it comes in (%f)", (phase) => {
  const period = 109.0909;
  const at = risingZero(wave((n) => 0.3 * Math.sin(2 * Math.PI * (n / period + phase)))) ?? Number.NaN;
  expect(at).toBeLessThanOrEqual(2_048);
  expect(at).toBeGreaterThan(2_048 - period - 1);
  const turns = at / period + phase;
  expect(Math.abs(turns - Math.round(turns))).toBeLessThan(1e-3);
});

test("small ripples around zero are passed over", () => {
  const ripple = (n: number) => 0.04 * Math.sin(n * 1.7);
  const row = wave((n) => Math.sin((2 * Math.PI * n) / 400) + ripple(n));
  const at = risingZero(row) ?? Number.NaN;
  expect(Math.abs(at - 2_000)).toBeLessThan(6);
});

test("silence and a wave that never rises have none", () => {
  expect(risingZero(new Float32Array(4_096))).toBeUndefined();
  expect(risingZero(wave(() => 0.5))).toBeUndefined();
});
