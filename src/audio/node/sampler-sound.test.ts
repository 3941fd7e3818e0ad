import { expect, test } from "vitest";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { renderOffline } from "#audio/offline.ts";
import { PatchBuilder } from "#audio/testing/patch-builder.ts";
import { registry } from "#modules/index.ts";
import { createKernels } from "./kernels.ts";

test("a sampler cabled to a tracker plays its asset on the row's first sample", async () => {
  const patch = new PatchBuilder(registry)
    .module(1, "sequencer.tracker")
    .module(2, "audio.sampler", {}, { asset: 7 })
    .module(3, "io.audio-output")
    .cable(1, "1.notes -> 2.notes")
    .cable(2, "2.sound -> 3.audio")
    .pattern(1, [{ note: null }, { note: 60, length: 4 }]);
  const tone = Float32Array.from({ length: 24_000 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / 48_000));
  const { samples } = renderOffline({
    snapshot: patch.snapshot(),
    registry,
    ops: kernelOp,
    kernels: await createKernels(512),
    samples: new Map([[7, { sampleRate: 48_000, channels: [tone] }]]),
    seconds: 0.3,
  });
  const left = samples.filter((_, at) => at % 2 === 0);
  const first = left.findIndex((value) => value !== 0);
  expect(first).toBeGreaterThanOrEqual(6_000);
  expect(first).toBeLessThan(6_000 + 512);
  expect(Math.max(...left)).toBeGreaterThan(0.1);
});
