import { expect, test } from "vitest";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { OfflineSession } from "#audio/offline.ts";
import { PatchBuilder } from "#audio/testing/patch-builder.ts";
import { registry } from "#modules/index.ts";
import { createKernels } from "./kernels.ts";

/** A kick without any edge: a falling sine that swells for 5 ms. */
const kick = Float32Array.from({ length: 12_000 }, (_, i) => {
  const seconds = i / 48_000;
  const swell = Math.min(1, seconds / 0.005);
  return (
    0.9 * swell * Math.sin(2 * Math.PI * (50 * seconds + 5 * (1 - Math.exp(-30 * seconds)))) * Math.exp(-12 * seconds)
  );
});

const music = new PatchBuilder(registry)
  .module(1, "sequencer.tracker")
  .module(2, "audio.sampler", { volume: -3 }, { asset: 7 })
  .module(3, "sequencer.tracker")
  .module(4, "audio.oscillator", { wave: 0, gate: 0, octave: -1 })
  .module(5, "control.envelope", { attack: 0.005, decay: 0.2, sustain: 0.3, release: 0.2, voices: 4 })
  .module(6, "control.lfo", { rate: 0.4 })
  .module(7, "audio.filter", { cutoff: 2_000, resonance: 0.3 })
  .module(8, "audio.amplifier", { gain: -9 })
  .module(9, "audio.delay", { time: 0.2, feedback: 0.4, mix: 0.3, pingPong: 1 })
  .module(10, "audio.mixer")
  .module(11, "io.audio-output")
  .cable(1, "1.notes -> 2.notes")
  .cable(2, "3.notes -> 4.notes")
  .cable(3, "3.notes -> 5.notes")
  .cable(4, "4.audio -> 7.audio")
  .cable(5, "5.value -> 7.cutoff", { amount: 0.3 })
  .cable(6, "6.value -> 7.cutoff", { amount: 0.1 })
  .cable(7, "7.audio -> 8.audio")
  .cable(8, "5.value -> 8.level")
  .cable(9, "8.audio -> 9.audio")
  .cable(10, "2.sound -> 10.audio1")
  .cable(11, "9.audio -> 10.audio2")
  .cable(12, "10.audio -> 11.audio")
  .pattern(1, [{ note: 60 }, null, null, null])
  .pattern(3, [{ note: 60 }, null, { note: 63 }, null, null, { note: 67, length: 2 }, null, { note: 55 }]);

const PLAYED = 4;
const AFTER = 8;

/** Left and right of a patch that plays for some seconds and is then paused. */
async function heard(patch: PatchBuilder): Promise<readonly Float32Array[]> {
  const session = new OfflineSession({
    snapshot: patch.snapshot(),
    registry,
    ops: kernelOp,
    kernels: await createKernels(512),
    samples: new Map([[7, { sampleRate: 48_000, channels: [kick] }]]),
  });
  const sides = [0, 1].map(() => new Float32Array((PLAYED + AFTER) * 48_000));
  for (let at = 0; at < (PLAYED + AFTER) * 48_000; at += 128) {
    if (at === PLAYED * 48_000) session.update(patch.snapshot({ state: "paused" }));
    session.block();
    sides[0]?.set(session.host.left, at);
    sides[1]?.set(session.host.right, at);
  }
  return sides;
}

const peak = (signal: Float32Array) => signal.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
const rms = (signal: Float32Array) => Math.sqrt(signal.reduce((sum, x) => sum + x * x, 0) / signal.length);

test("a small piece is loud enough, balanced, and silent once its tails have gone", async () => {
  const sides = await heard(music);
  for (const side of sides) {
    const played = side.slice(0, PLAYED * 48_000);
    expect(rms(played)).toBeGreaterThan(0.05);
    expect(peak(played)).toBeLessThan(0.9661);
    expect(Math.abs(played.reduce((sum, x) => sum + x, 0) / played.length)).toBeLessThan(0.003);
    expect(peak(side.slice((PLAYED + 6) * 48_000))).toBeLessThan(1e-5);
  }
  const [left = new Float32Array(), right = new Float32Array()] = sides;
  expect(left.some((x, i) => Math.abs(x - (right[i] ?? 0)) > 0.01)).toBe(true);
});

test("notes begin, end and are stopped without a click", async () => {
  for (const side of await heard(music)) {
    // A sine below 400 Hz and a kick bend slowly: a step of a hundredth would show as a second difference of as much.
    const bends = side.slice(2).map((x, i) => Math.abs(x - 2 * (side[i + 1] ?? 0) + (side[i] ?? 0)));
    expect(peak(bends)).toBeLessThan(0.002);
    expect(peak(side)).toBeGreaterThan(0.3);
  }
});
