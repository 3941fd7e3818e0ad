import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
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
/** So few that what they might allocate is not collected before it is counted. */
const AT_ONCE = 100;
/** Bytes a block: what counting itself takes, and a number boxed now and then. A single small object a block would be more. */
const TOLERANCE = 12;

test("a block allocates nothing, so the audio thread never waits for a collection", { retry: 3 }, async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const { host } = new OfflineSession({
    snapshot: patch.snapshot(),
    registry,
    ops: kernelOp,
    kernels: await createKernels(512),
    samples: new Map([[7, { sampleRate: 48_000, channels: [new Float32Array(4_800).fill(0.1)] }]]),
  });
  // As long as it takes until everything is compiled for good.
  for (let i = 0; i < BLOCKS; i++) host.block();
  const grown: number[] = [];
  for (let i = 0; i < BLOCKS; i += AT_ONCE) {
    if (i % 5_000 === 0) collect();
    const before = process.memoryUsage().heapUsed;
    for (let k = 0; k < AT_ONCE; k++) host.block();
    grown.push((process.memoryUsage().heapUsed - before) / AT_ONCE);
  }
  // What a block allocates shows in every count; a compiler that finishes late, on a busy machine, only in some.
  grown.sort((a, b) => a - b);
  expect(grown[Math.floor(grown.length / 4)]).toBeLessThan(TOLERANCE);
  expect(Math.max(...host.left)).toBeGreaterThan(0);
});
