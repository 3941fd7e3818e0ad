import { expect, test } from "vitest";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { OfflineSession } from "#audio/offline.ts";
import { PatchBuilder } from "#audio/testing/patch-builder.ts";
import { registry } from "#modules/index.ts";
import { createKernels } from "./kernels.ts";

const alone = new PatchBuilder(registry)
  .module(2, "audio.oscillator")
  .module(3, "io.audio-output")
  .cable(2, "2.audio -> 3.audio");

/** The first note comes with the fifth step: after one beat, 24 000 frames at 120 bpm. */
const played = alone
  .module(1, "sequencer.tracker")
  .pattern(1, [null, null, null, null, { note: 60 }])
  .cable(1, "1.notes -> 2.notes");
const FIRST_NOTE = 24_000;

const session = async (patch: PatchBuilder) =>
  new OfflineSession({
    snapshot: patch.snapshot(),
    registry,
    ops: kernelOp,
    kernels: await createKernels(512),
    samples: new Map(),
  });

/** The first frame that sounds, −1 when none of so many does. */
function firstSound({ host, block }: { host: OfflineSession["host"]; block: () => void }, frames: number): number {
  for (let at = 0; at < frames; at += host.left.length) {
    block();
    const found = host.left.findIndex((value) => value !== 0);
    if (found >= 0) return at + found;
  }
  return -1;
}

const listen = (to: OfflineSession) => ({ host: to.host, block: () => to.block() });

test("an oscillator without a cable into its notes drones", async () => {
  expect(firstSound(listen(await session(alone)), 48_000)).toBeLessThan(128);
});

test("an oscillator with a tracker is silent until the first note, and starts with it", async () => {
  const first = firstSound(listen(await session(played)), 48_000);
  expect(first).toBeGreaterThanOrEqual(FIRST_NOTE);
  expect(first).toBeLessThan(FIRST_NOTE + 4);
});

test("a bypassed tracker silences its oscillator instead of making it drone", async () => {
  expect(firstSound(listen(await session(played.bypass(1, true))), 48_000)).toBe(-1);
});

test("a tracker cabled into a droning oscillator ends the drone before the first note", async () => {
  const made = await session(alone);
  for (let i = 0; i < 20; i++) made.block();
  made.update(played.snapshot());
  for (let i = 0; i < 20; i++) made.block();
  expect(firstSound(listen(made), 12_000)).toBe(-1);
});
