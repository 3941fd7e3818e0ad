import { describe, expect, test } from "vitest";
import { WAVEFORM_FRAMES } from "#engine/telemetry.ts";
import { createSignalHistory, HISTORY_FRAMES } from "./history.ts";

/** Words as the scope kernel writes them: sample n is n, and −n at the right. */
function wordsAfter(frames: number): Float32Array {
  const words = new Float32Array(1 + 2 * WAVEFORM_FRAMES);
  words[0] = frames % 2 ** 24;
  for (let n = Math.max(0, frames - WAVEFORM_FRAMES); n < frames; n++) {
    const place = n % WAVEFORM_FRAMES;
    words[1 + place] = n;
    words[1 + WAVEFORM_FRAMES + place] = -n;
  }
  return words;
}

describe("the history of a signal", () => {
  test("joins what came from frame to frame, beyond what the kernel holds", () => {
    const history = createSignalHistory();
    let total = 0;
    for (const frames of [800, 1_600, 2_432, 3_200, 4_096, 5_120]) total += history.take(wordsAfter(frames));
    expect(total).toBe(5_120);
    for (const ago of [0, 1, 2_047, 2_048, 5_000]) {
      expect(history.left(ago)).toBe(5_119 - ago);
      expect(history.right(ago)).toBe(ago - 5_119);
    }
  });

  test("takes nothing when nothing is new, and nothing from nothing", () => {
    const history = createSignalHistory();
    expect(history.take(null)).toBe(0);
    history.take(wordsAfter(1_280));
    expect(history.take(wordsAfter(1_280))).toBe(0);
    expect(history.left(0)).toBe(1_279);
  });

  test("is silent where frames were lost", () => {
    const history = createSignalHistory();
    history.take(wordsAfter(1_000));
    expect(history.take(wordsAfter(4_048))).toBe(3_048);
    expect(history.left(0)).toBe(4_047);
    expect(history.left(WAVEFORM_FRAMES)).toBe(0);
    expect(history.left(3_048)).toBe(999);
    expect(history.take(wordsAfter(400_000))).toBe(HISTORY_FRAMES / 2);
  });

  test("goes on when the counter wraps", () => {
    const history = createSignalHistory();
    history.take(wordsAfter(2 ** 24 - 128));
    expect(history.take(wordsAfter(2 ** 24 + 128))).toBe(256);
  });
});
