import { FIRST_KERNEL_OP } from "./kernel-abi.ts";

/** Kernels by name, in the order of their ops; `kernels/abi.ts` gives the same numbers to the dispatcher. Append only. */
export const KERNELS = [
  "oscillator",
  "noise",
  "filter",
  "envelope",
  "amplifier",
  "delay",
  "lfo",
  "mixer",
  "analyser",
  "sampler",
  "output",
  "scope",
] as const;

/** The op of a kernel, or undefined when this build has none of that name. */
export function kernelOp(kernel: string): number | undefined {
  const place = (KERNELS as readonly string[]).indexOf(kernel);
  return place < 0 ? undefined : FIRST_KERNEL_OP + place;
}
