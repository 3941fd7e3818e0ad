import fc from "fast-check";
import { expect, test } from "vitest";
import { createRealFft } from "./fft.ts";

/** The definition of the discrete Fourier transform, term by term. */
function direct(samples: readonly number[]): number[] {
  const size = samples.length;
  return Array.from({ length: size / 2 + 1 }, (_, k) => {
    let re = 0;
    let im = 0;
    for (const [n, x] of samples.entries()) {
      re += x * Math.cos((2 * Math.PI * k * n) / size);
      im -= x * Math.sin((2 * Math.PI * k * n) / size);
    }
    return Math.hypot(re, im);
  });
}

test.each([4, 8, 16, 64, 256])("%i samples give what the definition gives", (size) => {
  const fft = createRealFft(size);
  const magnitudes = new Float32Array(size / 2 + 1);
  const signal = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size, maxLength: size });
  fc.assert(
    fc.property(signal, (samples) => {
      fft.magnitudes(samples, magnitudes);
      const expected = direct(samples);
      for (const [k, value] of expected.entries()) expect(magnitudes[k]).toBeCloseTo(value, 4);
    }),
    { numRuns: 20, seed: 7 },
  );
});

test("a sine of whole periods lies in one bin", () => {
  const fft = createRealFft(1_024);
  const magnitudes = new Float32Array(513);
  fft.magnitudes(
    Array.from({ length: 1_024 }, (_, i) => Math.sin((2 * Math.PI * 37 * i) / 1_024)),
    magnitudes,
  );
  expect(magnitudes[37]).toBeCloseTo(512, 3);
  magnitudes[37] = 0;
  expect(Math.max(...magnitudes)).toBeLessThan(1e-3);
});

test("sizes that are not a power of two are refused", () => {
  expect(() => createRealFft(1_000)).toThrow("power of two");
  expect(() => createRealFft(2)).toThrow("power of two");
});
