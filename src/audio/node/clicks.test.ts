import { expect, test } from "vitest";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { OfflineSession } from "#audio/offline.ts";
import { PatchBuilder } from "#audio/testing/patch-builder.ts";
import { createRegistry } from "#engine/module-definition.ts";
import { filter } from "#modules/audio/filter.ts";
import { oscillator } from "#modules/audio/oscillator.ts";
import { audioOutput } from "#modules/io/audio-output.ts";
import { createKernels } from "./kernels.ts";

const registry = createRegistry([oscillator, filter, audioOutput]);

const BLOCKS_BEFORE = 400;
const BLOCKS_AFTER = 40;

const patch = new PatchBuilder(registry)
  .module(1, "audio.oscillator", { wave: 0, octave: -1 })
  .module(2, "audio.oscillator", { wave: 0, pitch: 7 })
  .module(3, "audio.filter", { cutoff: 8_000 })
  .module(4, "io.audio-output", { level: -12 })
  .cable(1, "1.audio -> 3.audio")
  .cable(2, "3.audio -> 4.audio")
  .cable(3, "2.audio -> 4.audio", { amount: 0.2 });

/** Both oscillators drone, so the sound after the first blocks depends on the patch alone. */
async function heard(before: PatchBuilder, after: PatchBuilder): Promise<number[]> {
  const session = new OfflineSession({
    snapshot: before.snapshot(),
    registry,
    ops: kernelOp,
    kernels: await createKernels(512),
    samples: new Map(),
  });
  const samples: number[] = [];
  for (let i = 0; i < BLOCKS_BEFORE + BLOCKS_AFTER; i++) {
    if (i === BLOCKS_BEFORE) session.update(after.snapshot());
    session.block();
    if (i >= BLOCKS_BEFORE - 1) samples.push(...session.host.left);
  }
  return samples;
}

/** The sharpest corner of a curve: its largest second difference. */
function sharpest(samples: readonly number[]): number {
  let worst = 0;
  for (let i = 2; i < samples.length; i++)
    worst = Math.max(worst, Math.abs((samples[i] ?? 0) - 2 * (samples[i - 1] ?? 0) + (samples[i - 2] ?? 0)));
  return worst;
}

/** How much softer, in dB, an edit is than swapping the old sound for the new at the worst moment. */
async function softness(edit: (patch: PatchBuilder) => PatchBuilder): Promise<number> {
  const edited = edit(patch);
  const [old, now, live] = [await heard(patch, patch), await heard(edited, edited), await heard(patch, edited)];
  let hard = 0;
  for (let at = 10; at < 1_000; at++)
    hard = Math.max(hard, sharpest([...old.slice(at - 3, at), ...now.slice(at, at + 3)]));
  return 20 * Math.log10(hard / sharpest(live));
}

test.each([
  ["a cable is cut", (before: PatchBuilder) => before.cut(2)],
  ["a module is removed", (before: PatchBuilder) => before.remove(3)],
  ["a cable is added", (before: PatchBuilder) => before.cable(9, "1.audio -> 4.audio")],
  ["a cable's gain changes", (before: PatchBuilder) => before.cable(3, "2.audio -> 4.audio", { amount: 1 })],
  ["a parameter jumps", (before: PatchBuilder) => before.set(4, "level", -30)],
])("no click when %s", async (_, edit) => {
  expect(await softness(edit)).toBeGreaterThan(40);
});

test("a bypass that changes nothing audible stays as smooth as the sound itself", async () => {
  const live = await heard(patch, patch.bypass(3, true));
  const still = await heard(patch, patch);
  expect(sharpest(live)).toBeLessThan(sharpest(still) * 2);
});
