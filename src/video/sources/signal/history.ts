import { WAVEFORM_FRAMES } from "#engine/telemetry.ts";

/** Frames kept, a power of two; 170 ms at 48 kHz. */
export const HISTORY_FRAMES = 8_192;

/** Frames taken over at once, so that a whole analysis before the first of them is still there. */
const MOST_FRESH = HISTORY_FRAMES / 2;

/** The counter of frames in a scope's words wraps here. */
const COUNTER_WRAP = 2 ** 24;

/** The last frames of left and right: longer than what a kernel publishes, gathered from frame to frame. */
export interface SignalHistory {
  /**
   * Takes over what is new in a scope's words (see engine/telemetry.ts) and returns how many frames that were, at most half of {@link HISTORY_FRAMES}.
   * Frames that were overwritten before anyone looked become silence.
   */
  take(words: Float32Array | null): number;
  /** Sample `ago` frames before the newest (0 is the newest), 0 to {@link HISTORY_FRAMES} − 1. */
  left(ago: number): number;
  right(ago: number): number;
}

export function createSignalHistory(): SignalHistory {
  const lefts = new Float32Array(HISTORY_FRAMES);
  const rights = new Float32Array(HISTORY_FRAMES);
  const mask = HISTORY_FRAMES - 1;
  let next = 0;
  let counted: number | undefined;

  function push(left: number, right: number): void {
    lefts[next] = left;
    rights[next] = right;
    next = (next + 1) & mask;
  }

  return {
    take(words) {
      if (!words || words.length < 1 + 2 * WAVEFORM_FRAMES) {
        counted = undefined;
        return 0;
      }
      const written = words[0] ?? 0;
      const since = counted === undefined ? Math.min(written, WAVEFORM_FRAMES) : written - counted;
      const fresh = Math.min(MOST_FRESH, since < 0 ? since + COUNTER_WRAP : since);
      counted = written;
      const held = Math.min(fresh, WAVEFORM_FRAMES);
      for (let i = held; i < fresh; i++) push(0, 0);
      for (let i = held; i > 0; i--) {
        const place = (written - i) & (WAVEFORM_FRAMES - 1);
        push(words[1 + place] ?? 0, words[1 + WAVEFORM_FRAMES + place] ?? 0);
      }
      return fresh;
    },
    left: (ago) => lefts[(next - 1 - ago) & mask] ?? 0,
    right: (ago) => rights[(next - 1 - ago) & mask] ?? 0,
  };
}
