import type { HeapProfiler } from "node:inspector";
import { Session } from "node:inspector/promises";
import { expect, test } from "vitest";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { OfflineSession } from "#audio/offline.ts";
import { PatchBuilder } from "#audio/testing/patch-builder.ts";
import { registry } from "#modules/index.ts";
import { createKernels } from "./kernels.ts";

const patch = new PatchBuilder(registry)
  .module(1, "sequencer.tracker")
  .module(2, "audio.oscillator", { gate: 0 })
  .module(3, "control.envelope", { voices: 4 })
  .module(4, "audio.filter")
  .module(5, "audio.amplifier")
  .module(6, "audio.sampler", {}, { asset: 7 })
  .module(7, "audio.mixer")
  .module(8, "io.audio-output")
  .cable(1, "1.notes -> 2.notes")
  .cable(2, "1.notes -> 3.notes")
  .cable(3, "2.audio -> 4.audio")
  .cable(4, "3.value -> 4.cutoff", { amount: 0.5 })
  .cable(5, "4.audio -> 5.audio")
  .cable(6, "3.value -> 5.level")
  .cable(7, "5.audio -> 7.audio1")
  .cable(8, "1.notes -> 6.notes")
  .cable(9, "6.sound -> 7.audio2")
  .cable(10, "7.audio -> 8.audio")
  .pattern(1, [{ note: 48 }, { note: 60, length: 2 }, { note: 63, chance: 50 }, null]);

const BLOCKS = 20_000;
/** Bytes a block in all of ours: a number boxed now and then. A single small object a block would be more. */
const TOLERANCE = 12;

/** Bytes that functions of this project allocated while `run` ran, also those collected since: the compilers' own don't count. */
async function bytesAllocatedBy(run: () => void): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post("HeapProfiler.enable");
  await session.post("HeapProfiler.startSampling", {
    samplingInterval: 16,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  run();
  const { profile } = await session.post("HeapProfiler.stopSampling");
  session.disconnect();
  const sum = (node: HeapProfiler.SamplingHeapProfileNode): number =>
    (node.callFrame.url.includes("/src/") ? node.selfSize : 0) +
    node.children.reduce((bytes, child) => bytes + sum(child), 0);
  return sum(profile.head);
}

test("a block allocates nothing, so the audio thread never waits for a collection", async () => {
  const { host } = new OfflineSession({
    snapshot: patch.snapshot(),
    registry,
    ops: kernelOp,
    kernels: await createKernels(512),
    samples: new Map([[7, { sampleRate: 48_000, channels: [new Float32Array(4_800).fill(0.1)] }]]),
  });
  const play = () => {
    for (let i = 0; i < BLOCKS; i++) host.block();
  };
  // Until everything is compiled for good: code that isn't boxes more numbers.
  for (let i = 0; i < 3; i++) play();
  expect((await bytesAllocatedBy(play)) / BLOCKS).toBeLessThan(TOLERANCE);
  expect(Math.max(...host.left)).toBeGreaterThan(0);
});

test("that count would show a single small object a block", async () => {
  const kept: object[] = [];
  const bytes = await bytesAllocatedBy(() => {
    for (let i = 0; i < BLOCKS; i++) kept[i % 10] = { block: i };
  });
  expect(bytes / BLOCKS).toBeGreaterThan(TOLERANCE);
});
