import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { createKernels } from "#audio/node/kernels.ts";
import { renderOffline } from "#audio/offline.ts";
import { decodeWav, deinterleave, encodeWav } from "#audio/sounds/wav.ts";
import { SOUND_PATCHES, SOUND_REGISTRY, SOUND_SECONDS } from "./sound-patches.ts";

/** Set UPDATE_GOLDEN=1 to store what is heard now, after listening to it. */
const UPDATE = process.env.UPDATE_GOLDEN === "1";
const HASHES = new URL("sound/hashes.json", import.meta.url);
const MINUS_90_DB = 10 ** (-90 / 20);

async function render(name: string, seconds = SOUND_SECONDS): Promise<Float32Array> {
  const snapshot = SOUND_PATCHES[name];
  if (!snapshot) throw new Error(`No patch ${name}`);
  const kernels = await createKernels(512);
  return renderOffline({
    snapshot,
    registry: SOUND_REGISTRY,
    ops: kernelOp,
    kernels,
    samples: new Map(),
    seconds,
  }).samples;
}

const sha = (samples: Float32Array) =>
  createHash("sha256")
    .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    .digest("hex");

describe.each(Object.keys(SOUND_PATCHES))("%s", (name) => {
  const file = new URL(`sound/${name}.wav`, import.meta.url);

  test("sounds as it did, within −90 dB of full scale", async () => {
    const samples = await render(name);
    if (UPDATE) {
      writeFileSync(file, encodeWav({ sampleRate: 48_000, channels: deinterleave(samples) }, "32f"));
      const hashes = JSON.parse(readFileSync(HASHES, "utf8"));
      writeFileSync(HASHES, `${JSON.stringify({ ...hashes, [name]: sha(samples) }, null, 2)}\n`);
    }
    const stored = decodeWav(new Uint8Array(readFileSync(file)).buffer);
    if (!stored.ok) throw new Error(stored.reason);
    const now = deinterleave(samples);
    let worst = 0;
    stored.value.channels.forEach((channel, side) => {
      expect(channel.length).toBe(now[side]?.length);
      channel.forEach((value, at) => {
        worst = Math.max(worst, Math.abs(value - (now[side]?.[at] ?? 0)));
      });
    });
    expect(worst).toBeLessThan(MINUS_90_DB);
    expect(Math.max(...samples)).toBeGreaterThan(0.05);
  });

  test("renders the same bytes each time, and a longer render begins with them", async () => {
    const samples = await render(name);
    expect(sha(await render(name))).toBe(sha(samples));
    expect(sha((await render(name, 2 * SOUND_SECONDS)).subarray(0, samples.length))).toBe(sha(samples));
  });

  test("renders the bytes that the browser's worklet is held to", async () => {
    expect(sha(await render(name))).toBe(JSON.parse(readFileSync(HASHES, "utf8"))[name]);
  });
});
