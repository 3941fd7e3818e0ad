import { describe, expect, test } from "vitest";
import { compileKernels } from "#audio/browser/kernels.ts";
import { createHostNode } from "#audio/browser/worklet-node.ts";
import { MemoryViews } from "#audio/host-views.ts";
import { kernelOp } from "#audio/kernel-table.ts";
import { DirectLink } from "#audio/link.ts";
import { TELEMETRY_BASE } from "#audio/memory-map.ts";
import { Publisher } from "#audio/publisher.ts";
import hashes from "./sound/hashes.json";
import { SOUND_PATCHES, SOUND_REGISTRY, SOUND_SECONDS } from "./sound-patches.ts";

const PAGES = 512;

/** The patch through the real worklet, as interleaved stereo. */
async function throughWorklet(name: string, shared: boolean): Promise<Float32Array<ArrayBuffer>> {
  const snapshot = SOUND_PATCHES[name];
  if (!snapshot) throw new Error(`No patch ${name}`);
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared });
  const publisher = new Publisher(new DirectLink(new MemoryViews(memory.buffer)), {
    registry: SOUND_REGISTRY,
    ops: kernelOp,
    memoryBytes: memory.buffer.byteLength,
    onTrouble: (message) => {
      throw new Error(message);
    },
  });
  publisher.update(snapshot);
  const module = await compileKernels(shared);
  const frames = SOUND_SECONDS * 48_000;
  const context = new OfflineAudioContext(2, frames, 48_000);
  const node = await createHostNode(context, () => ({
    module,
    memory: shared ? memory : undefined,
    content: shared ? undefined : memory.buffer.slice(0, publisher.memoryTop),
    pages: PAGES,
    telemetryEnd: publisher.newest?.telemetryEnd ?? TELEMETRY_BASE,
  }));
  node.connect(context.destination);
  const buffer = await context.startRendering();
  const samples = new Float32Array(frames * 2);
  for (let side = 0; side < 2; side++)
    buffer.getChannelData(side).forEach((value, at) => {
      samples[at * 2 + side] = value;
    });
  return samples;
}

async function sha(samples: Float32Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", samples));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe.each(Object.keys(SOUND_PATCHES))("%s", (name) => {
  test("the worklet makes the bytes the Node render makes", async () => {
    expect(await sha(await throughWorklet(name, false))).toBe((hashes as Record<string, string>)[name]);
  });
  test.runIf(globalThis.crossOriginIsolated)("also with shared memory", async () => {
    expect(await sha(await throughWorklet(name, true))).toBe((hashes as Record<string, string>)[name]);
  });
});

test("the page under test is isolated, so that both ways are tested", () => {
  expect(globalThis.crossOriginIsolated).toBe(true);
});
