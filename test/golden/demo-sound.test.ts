import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { createKernels } from "#audio/node/kernels.ts";
import { renderOffline } from "#audio/offline.ts";
import { registry } from "#modules/index.ts";
import { DEMO_SECONDS, demoSamples, demoSnapshot } from "./demo-sound.ts";

const HASH = new URL("sound/demo-hash.json", import.meta.url);
const snapshot = demoSnapshot(readFileSync("examples/first-light.opto", "utf8"));

async function render(): Promise<Float32Array> {
  return renderOffline({
    snapshot,
    registry,
    ops: kernelOp,
    kernels: await createKernels(512),
    samples: await demoSamples(snapshot, async (path) => new Uint8Array(readFileSync(`examples/${path}`)).buffer),
    seconds: DEMO_SECONDS,
  }).samples;
}

const sha = (samples: Float32Array) =>
  createHash("sha256")
    .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    .digest("hex");

test("two renders of the demo are the same bytes, those the worklet is held to", async () => {
  const first = sha(await render());
  expect(sha(await render())).toBe(first);
  // After a change of the demo or of its sound, UPDATE_GOLDEN=1 stores what the browser test compares with.
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(HASH, `${JSON.stringify({ sha256: first })}\n`);
  expect(first).toBe(JSON.parse(readFileSync(HASH, "utf8")).sha256);
});

test("the demo begins on its first sample and its beats fall where the tempo puts them", async () => {
  const samples = await render();
  /** Peak of the left channel in a few milliseconds from a frame on. */
  const peak = (from: number, frames = 240) => {
    let most = 0;
    for (let at = from; at < from + frames; at++) most = Math.max(most, Math.abs(samples[at * 2] ?? 0));
    return most;
  };
  expect(peak(0)).toBeGreaterThan(0.1);
  const framesPerBeat = (60 / snapshot.transport.bpm) * 48_000;
  for (let beat = 1; beat < 8; beat++) {
    const at = Math.round(beat * framesPerBeat);
    expect(peak(at), `beat ${beat}`).toBeGreaterThan(2 * peak(at - 480, 470));
  }
  const loudest = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(loudest).toBeGreaterThan(0.3);
  expect(loudest).toBeLessThanOrEqual(1);
});
