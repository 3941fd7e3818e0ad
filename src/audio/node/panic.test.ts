import { expect, test } from "vitest";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { OfflineSession } from "#audio/offline.ts";
import { PatchBuilder } from "#audio/testing/patch-builder.ts";
import { registry } from "#modules/index.ts";
import { createKernels } from "./kernels.ts";

const patch = new PatchBuilder(registry)
  .module(1, "sequencer.tracker")
  .module(2, "audio.oscillator", { wave: 0, octave: -1 })
  .module(3, "audio.delay", { time: 0.1, feedback: 0.9 })
  .module(4, "io.audio-output", { level: -6 })
  .cable(1, "1.notes -> 2.notes")
  .cable(2, "2.audio -> 3.audio")
  .cable(3, "3.audio -> 4.audio")
  .pattern(1, [{ note: 60, length: 64 }, ...Array.from({ length: 63 }, () => null)]);

test("a panic fades within 22 ms without a step, and neither note nor echo is left", async () => {
  const session = new OfflineSession({
    snapshot: patch.snapshot(),
    registry,
    ops: kernelOp,
    kernels: await createKernels(512),
    samples: new Map(),
  });
  const heard: number[] = [];
  const blocks = (count: number) => {
    for (let i = 0; i < count; i++) {
      session.block();
      heard.push(...session.host.left);
    }
  };
  blocks(200);
  const before = heard.length;
  expect(Math.max(...heard)).toBeGreaterThan(0.3);
  session.publisher.panic();
  blocks(100);
  const steps = heard.map((value, i) => Math.abs(value - (heard[i - 1] ?? 0)));
  expect(Math.max(...steps.slice(before))).toBeLessThanOrEqual(1.2 * Math.max(...steps.slice(before - 4_800, before)));
  expect(heard.slice(before + 1_056).every((value) => value === 0)).toBe(true);
});
