import { readFile } from "node:fs/promises";
import type { KernelExports } from "#audio/contract/kernel-abi.ts";
import { MEMORY_PAGES } from "#audio/contract/memory-map.ts";
import type { KernelInstance } from "#audio/offline.ts";

const BUILT = new URL("../../../build/kernels/kernels.wasm", import.meta.url);

let compiled: Promise<WebAssembly.Module> | undefined;

/** The kernels on fresh, zeroed memory of so many pages of 64 KiB. Compiled once a process; fails when they are not built. */
export async function createKernels(pages: number = MEMORY_PAGES): Promise<KernelInstance> {
  compiled ??= compile();
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const instance = await WebAssembly.instantiate(await compiled, { env: { memory, abort: () => {} } });
  // The module is this project's own and exports what the contract says.
  return { memory, exports: instance.exports as unknown as KernelExports };
}

async function compile(): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(await readFile(BUILT));
  } catch (cause) {
    compiled = undefined;
    throw new Error("The sound kernels are not built. “npm run build:kernels” makes them.", { cause });
  }
}
