import type { KernelExports } from "#audio/contract/kernel-abi.ts";

/** Addresses of the built kernels, by their path in the project. */
const BUILT = import.meta.glob<string>("/build/kernels/*.wasm", { query: "?url", import: "default", eager: true });

/** Compiles the kernels, for shared memory or not. Fails with a reason a person can act on. */
export async function compileKernels(shared: boolean): Promise<WebAssembly.Module> {
  const url = BUILT[shared ? "/build/kernels/kernels.shared.wasm" : "/build/kernels/kernels.wasm"];
  if (url === undefined) throw new Error("The sound kernels are not built.");
  return WebAssembly.compileStreaming(fetch(url));
}

/** Joins compiled kernels with a memory. */
export async function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<KernelExports> {
  const instance = await WebAssembly.instantiate(module, { env: { memory, abort: () => {} } });
  // The module is this project's own and exports what the contract says.
  return instance.exports as unknown as KernelExports;
}
