import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { KernelExports } from "#audio/contract/kernel-abi.ts";
import { kernelOp } from "#audio/contract/kernel-table.ts";
import { renderOffline } from "#audio/offline.ts";
import { SOUND_PATCHES, SOUND_REGISTRY, SOUND_SECONDS } from "./sound-patches.ts";

const PAGES = 512;

/** The sound of a patch by one of the two builds of the kernels, as bytes. */
async function render(name: string, file: string, shared: boolean): Promise<Uint8Array> {
  const snapshot = SOUND_PATCHES[name];
  if (!snapshot) throw new Error(`No patch ${name}`);
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared });
  const bytes = await readFile(new URL(`../../build/kernels/${file}`, import.meta.url));
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory, abort: () => {} } });
  // The module is this project's own and exports what the contract says.
  const exports = instance.exports as unknown as KernelExports;
  const kernels = { memory, exports };
  const options = { snapshot, registry: SOUND_REGISTRY, ops: kernelOp, kernels, samples: new Map() };
  const { samples } = renderOffline({ ...options, seconds: SOUND_SECONDS });
  expect(Math.max(...samples)).toBeGreaterThan(0.05);
  return new Uint8Array(samples.buffer);
}

test.each(Object.keys(SOUND_PATCHES))("%s is the same bytes with and without shared memory", async (name) => {
  const alone = await render(name, "kernels.wasm", false);
  const shared = await render(name, "kernels.shared.wasm", true);
  expect(Buffer.compare(alone, shared)).toBe(0);
});
