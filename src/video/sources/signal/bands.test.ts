import { expect, test } from "vitest";
import { WAVEFORM_FRAMES } from "#engine/telemetry.ts";
import { bandFrequency, createBandAnalyser } from "./bands.ts";
import { createSignalHistory } from "./history.ts";

const BANDS = 256;

/** What the analyser makes of a signal, in bytes a band. */
function bandsOf(left: (seconds: number) => number, right = left): Uint8Array {
  const history = createSignalHistory();
  const words = new Float32Array(1 + 2 * WAVEFORM_FRAMES);
  for (let frames = 1_024; frames <= 8_192; frames += 1_024) {
    words[0] = frames;
    for (let n = frames - 1_024; n < frames; n++) {
      words[1 + (n % WAVEFORM_FRAMES)] = left(n / 48_000);
      words[1 + WAVEFORM_FRAMES + (n % WAVEFORM_FRAMES)] = right(n / 48_000);
    }
    history.take(words);
  }
  const bytes = new Uint8Array(BANDS);
  createBandAnalyser(BANDS).analyse(history, 0, bytes);
  return bytes;
}

const sine = (hertz: number, peak: number) => (seconds: number) => peak * Math.sin(2 * Math.PI * hertz * seconds);
const loudest = (bytes: Uint8Array) => bytes.indexOf(Math.max(...bytes));

test.each([60, 220, 1_000, 4_321, 15_000])("a tone of %i Hz is loudest in its own band", (hertz) => {
  const at = bandFrequency(loudest(bandsOf(sine(hertz, 1))), BANDS);
  expect(Math.abs(at - hertz)).toBeLessThan(Math.max(8, hertz * 0.02));
});

test.each([
  [1, 0],
  [0.1, -20],
  [0.001, -60],
])("a sine of peak %f lies at %i dB", (peak, decibels) => {
  const highest = Math.max(...bandsOf(sine(1_000, peak)));
  expect((highest / 255 - 1) * 120).toBeGreaterThan(decibels - 2);
  expect((highest / 255 - 1) * 120).toBeLessThan(decibels + 1);
});

test("far from a tone it is dark, and silence is black", () => {
  const bytes = bandsOf(sine(1_000, 1));
  const far = bytes.filter((_, band) => Math.abs(Math.log2(bandFrequency(band, BANDS) / 1_000)) > 2);
  expect(Math.max(...far)).toBeLessThan(255 * 0.3);
  expect(Math.max(...bandsOf(() => 0))).toBe(0);
});
