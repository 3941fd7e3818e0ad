import type { MemoryClear, MemoryWrite } from "#audio/plan/memory.ts";

export const PROCESSOR_NAME = "optophone";

/** What the processor is made from. Compiling happens before, never in the running worklet. */
export interface ProcessorOptions {
  readonly module: WebAssembly.Module;
  /** The page's memory where it is shared. */
  readonly memory: WebAssembly.Memory | undefined;
  /** Where it isn't: the used part of the page's memory, copied, and the pages to make. */
  readonly content: ArrayBuffer | undefined;
  readonly pages: number;
  /** First telemetry address not in use when it starts. */
  readonly telemetryEnd: number;
}

/** Page to worklet. With shared memory only `end` is sent. */
export type ToWorklet =
  | {
      readonly kind: "batch";
      readonly clears: readonly MemoryClear[];
      readonly writes: readonly MemoryWrite[];
      readonly commands: Int32Array;
      readonly telemetryEnd: number;
    }
  | { readonly kind: "returned"; readonly buffer: ArrayBuffer }
  | { readonly kind: "end" };

/** Worklet to page, about once a frame and only where memory is not shared: head, host variables, telemetry. */
export interface FromWorklet {
  readonly buffer: ArrayBuffer;
}

/** Bytes at the start of the memory that a report begins with: HEAD. */
export const REPORT_HEAD_BYTES = 1_024;
/** Bytes of the host's variables that follow. */
export const REPORT_HOST_BYTES = 64;
