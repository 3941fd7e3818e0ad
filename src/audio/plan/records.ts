import { QUAD_BYTES } from "#audio/contract/kernel-abi.ts";
import type { ModuleId } from "#engine/patch.ts";
import type { Format } from "./cable-format.ts";
import type { Allocation } from "./heap.ts";

/** A signal's place while a block runs. It gets an address once it is known when it is last read. */
export interface Buffer {
  readonly format: Format;
  /** Address; 0 until coloured. */
  address: number;
  /** Keeps its address and its content from block to block. */
  readonly pinned: boolean;
  /** Index of the last record that reads or writes it. */
  lastUse: number;
}

/** A record before buffers have addresses. */
export interface RecordDraft {
  op: number;
  format: Format;
  /** Null: not connected. */
  inputs: readonly (Buffer | null)[];
  /** Read through parameter slots. */
  reads: readonly Buffer[];
  outputs: readonly Buffer[];
  owner: ModuleId;
  state: number;
  stateBytes: number;
  parameters: number;
  events: number;
  telemetry: number;
  seed: number;
  aux0: number;
  aux1: number;
  aux2: number;
}

/** The records of a plan in running order. */
export class Records {
  readonly list: RecordDraft[] = [];

  buffer(format: Format, pinnedAt = 0): Buffer {
    return { format, address: pinnedAt, pinned: pinnedAt !== 0, lastUse: -1 };
  }

  add(op: number, format: Format, more: Partial<RecordDraft>): void {
    const draft: RecordDraft = {
      op,
      format,
      inputs: more.inputs ?? NONE,
      reads: more.reads ?? NONE,
      outputs: more.outputs ?? NONE,
      owner: more.owner ?? 0,
      state: more.state ?? 0,
      stateBytes: more.stateBytes ?? 0,
      parameters: more.parameters ?? 0,
      events: more.events ?? 0,
      telemetry: more.telemetry ?? 0,
      seed: more.seed ?? 0,
      aux0: more.aux0 ?? 0,
      aux1: more.aux1 ?? 0,
      aux2: more.aux2 ?? 0,
    };
    const at = this.list.length;
    for (const input of draft.inputs) if (input) input.lastUse = at;
    for (const read of draft.reads) read.lastUse = at;
    for (const output of draft.outputs) output.lastUse = at;
    this.list.push(draft);
  }
}

const NONE: readonly [] = [];

/** Memory for signals within a block, shared by all plans: lists of free and known buffers by number of quads. */
export class BufferPool {
  readonly #known: Allocation[][] = [[], [], [], [], []];

  /**
   * Gives every buffer an address so that none is overwritten before its last use. A record's outputs never share memory with its inputs.
   * `grow` makes memory for one more buffer.
   */
  colour(records: readonly RecordDraft[], grow: (bytes: number) => Allocation): void {
    const free: number[][] = this.#known.map((known) => known.map((each) => each.address).reverse());
    for (let at = 0; at < records.length; at++) {
      const record = records[at];
      if (!record) continue;
      for (const output of record.outputs) {
        if (output.address !== 0) continue;
        const { quads } = output.format;
        output.address = free[quads]?.pop() ?? this.#grown(quads, grow);
      }
      for (const input of record.inputs) if (input) release(input, at, free);
      for (const read of record.reads) release(read, at, free);
      for (const output of record.outputs) release(output, at, free);
    }
  }

  #grown(quads: number, grow: (bytes: number) => Allocation): number {
    const allocation = grow(quads * QUAD_BYTES);
    this.#known[quads]?.push(allocation);
    return allocation.address;
  }
}

function release(buffer: Buffer, at: number, free: readonly number[][]): void {
  if (buffer.pinned || buffer.lastUse !== at) return;
  buffer.lastUse = RELEASED;
  free[buffer.format.quads]?.push(buffer.address);
}

/** Marks a buffer given back, so that one read twice by its last reader is not given back twice. */
const RELEASED = -2;
