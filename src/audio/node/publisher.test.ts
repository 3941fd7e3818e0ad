import { expect, test } from "vitest";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { OfflineSession } from "#audio/offline.ts";
import { PatchBuilder } from "#audio/testing/patch-builder.ts";
import { registry } from "#modules/index.ts";
import { createKernels } from "./kernels.ts";

const patch = new PatchBuilder(registry)
  .module(1, "audio.oscillator", { wave: 0 })
  .module(2, "audio.filter")
  .module(3, "io.audio-output", { level: -12 })
  .cable(1, "1.audio -> 2.audio")
  .cable(2, "2.audio -> 3.audio");

async function settled(): Promise<OfflineSession> {
  const session = new OfflineSession({
    snapshot: patch.snapshot(),
    registry,
    ops: kernelOp,
    kernels: await createKernels(512),
    samples: new Map(),
  });
  for (let i = 0; i < 100; i++) session.block();
  return session;
}

const loudness = (session: OfflineSession): number => {
  let peak = 0;
  for (let i = 0; i < 100; i++) {
    session.block();
    if (i >= 50) peak = Math.max(peak, ...session.host.left);
  }
  return peak;
};

test("turning knobs is heard without another plan", async () => {
  const session = await settled();
  const plan = session.publisher.newest;
  const before = loudness(session);
  for (let i = 1; i <= 20; i++)
    session.update(
      patch
        .set(3, "level", -12 + i / 2)
        .set(2, "cutoff", 1_000 + i)
        .snapshot(),
    );
  expect(loudness(session)).toBeGreaterThan(before * 2);
  expect(session.publisher.newest).toBe(plan);
});

test("moving modules on the canvas makes no plan", async () => {
  const session = await settled();
  const plan = session.publisher.newest;
  const { patch: moved } = patch;
  session.update({ ...patch.snapshot(), patch: { ...moved, layout: moved.layout.set(1, { x: 160, y: 32 }) } });
  expect(session.publisher.newest).toBe(plan);
});

test("another number of voices is another plan", async () => {
  const session = await settled();
  const plan = session.publisher.newest;
  session.update(patch.set(1, "voices", 8).snapshot());
  expect(session.publisher.newest).not.toBe(plan);
});
