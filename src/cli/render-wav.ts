import { encodeWav } from "#audio/sounds/wav.ts";
import { done, type Outcome } from "#engine/outcome.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import type { Playback } from "./playback.ts";
import type { Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

/** Renders the sound into a WAV file of 32-bit floats: exactly the engine's samples. Answers a sentence about it. */
export async function renderWav(
  playback: Playback,
  file: string,
  seconds: number,
  terminal: Terminal,
): Promise<Outcome<string>> {
  const frames = Math.round(seconds * SAMPLE_RATE);
  const channels = [new Float32Array(frames), new Float32Array(frames)] as const;
  let at = 0;
  while (at < frames) {
    await playback.advanceTo(Math.min(frames, at + SAMPLE_RATE), (left, right) => {
      const count = Math.min(left.length, frames - at);
      channels[0].set(left.subarray(0, count), at);
      channels[1].set(right.subarray(0, count), at);
      at += count;
    });
    terminal.progress("Rendering", at / frames);
  }
  const written = await writeWhole(file, encodeWav({ sampleRate: SAMPLE_RATE, channels }, "32f"));
  return written.ok
    ? done(`${file}: ${seconds} s of sound, stereo, ${SAMPLE_RATE / 1_000} kHz, 32-bit float`)
    : written;
}
