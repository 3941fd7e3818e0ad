import {
  BLOCK,
  CABLE,
  CABLE_BYTES,
  type CableFormat,
  FORMAT_CODE,
  type KernelExports,
  LANES,
  MEMORY_FREE,
  PARAMETER,
  PARAMETER_BYTES,
  QUAD_BYTES,
  RECORD,
  RECORD_WORDS,
} from "#audio/contract/kernel-abi.ts";
import { createKernels } from "#audio/node/kernels.ts";

/** A cable of one of the host's own ops: what it carries, and its ramp. */
export interface RigCable {
  readonly format: CableFormat;
  readonly quads?: number;
  /** Value of a lane, counted over all quads, at a frame of the block. */
  readonly value: (lane: number, frame: number) => number;
  readonly gain?: number;
  readonly gainTarget?: number;
  readonly offset?: number;
}

/** A parameter slot as the host fills it. */
export interface RigSlot {
  readonly start: number;
  readonly end?: number;
  readonly min: number;
  readonly max: number;
  /** PARAMETER.curve: 0 linear, 1 exponential, 2 a choice. */
  readonly curve: number;
}

/** One op that sums cables, mix, modulate or master, with memory around it. */
export class OpRig {
  readonly floats: Float32Array;
  readonly words: Int32Array;
  readonly #exports: KernelExports;
  readonly #record: number;
  readonly #output: number;
  readonly #quads: number;
  readonly #inputs: number[] = [];
  #top = MEMORY_FREE;

  static async create(
    op: number,
    format: CableFormat,
    cables: readonly RigCable[],
    more: { readonly quads?: number; readonly slot?: RigSlot; readonly inLoop?: boolean } = {},
  ): Promise<OpRig> {
    const { memory, exports } = await createKernels(16);
    return new OpRig(memory.buffer, exports, op, format, cables, more);
  }

  private constructor(
    memory: ArrayBufferLike,
    exports: KernelExports,
    op: number,
    format: CableFormat,
    cables: readonly RigCable[],
    { quads = 1, slot, inLoop = false }: { quads?: number; slot?: RigSlot; inLoop?: boolean },
  ) {
    this.floats = new Float32Array(memory);
    this.words = new Int32Array(memory);
    this.#exports = exports;
    this.#quads = quads;
    this.#record = this.#allocate(RECORD_WORDS * 4);
    this.#output = this.#allocate(quads * QUAD_BYTES);
    const outputs = this.#allocate(4);
    const inputs = this.#allocate(cables.length * 12);
    const ramps = this.#allocate(cables.length * CABLE_BYTES);
    this.words[outputs / 4] = this.#output;
    cables.forEach((cable, place) => {
      const address = this.#allocate((cable.quads ?? 1) * QUAD_BYTES);
      this.#inputs.push(address);
      this.carry(place, cable);
      this.words.set([address, cable.quads ?? 1, FORMAT_CODE[cable.format]], inputs / 4 + place * 3);
      const { gain = 1, gainTarget = gain, offset = 0 } = cable;
      const ramp = ramps + place * CABLE_BYTES;
      this.floats[(ramp + CABLE.gain) / 4] = gain;
      this.floats[(ramp + CABLE.gainTarget) / 4] = gainTarget;
      this.floats[(ramp + CABLE.amount) / 4] = 1;
      this.floats[(ramp + CABLE.offset) / 4] = offset;
    });
    const record = this.#record / 4;
    this.words[record + RECORD.op] = op;
    this.words[record + RECORD.quads] = quads;
    this.words[record + RECORD.format] = FORMAT_CODE[format];
    this.words[record + RECORD.inputs] = inputs;
    this.words[record + RECORD.outputs] = outputs;
    this.words[record + RECORD.parameters] = slot ? this.#slot(slot) : 0;
    this.words[record + RECORD.aux0] = ramps;
    this.words[record + RECORD.aux1] = cables.length;
    this.words[record + RECORD.aux2] = inLoop ? 1 : 0;
  }

  /** Runs one block; answers the lanes of the output, over all quads. */
  run(): Float32Array[] {
    this.#exports.run(this.#record, 1);
    return Array.from({ length: this.#quads * LANES }, (_, lane) => {
      const from = (this.#output + Math.floor(lane / LANES) * QUAD_BYTES) / 4 + (lane % LANES);
      return Float32Array.from({ length: BLOCK }, (_, frame) => this.floats[from + frame * LANES] ?? Number.NaN);
    });
  }

  /** What the cable at `place` carries from now on; format, quads and ramp stay. */
  carry(place: number, { quads = 1, value }: Pick<RigCable, "quads" | "value">): void {
    for (let lane = 0; lane < quads * LANES; lane++) {
      const from = ((this.#inputs[place] ?? 0) + Math.floor(lane / LANES) * QUAD_BYTES) / 4 + (lane % LANES);
      for (let frame = 0; frame < BLOCK; frame++) this.floats[from + frame * LANES] = value(lane, frame);
    }
  }

  #slot({ start, end = start, min, max, curve }: RigSlot): number {
    const slot = this.#allocate(PARAMETER_BYTES);
    this.floats[(slot + PARAMETER.start) / 4] = start;
    this.floats[(slot + PARAMETER.end) / 4] = end;
    this.floats[(slot + PARAMETER.min) / 4] = min;
    this.floats[(slot + PARAMETER.max) / 4] = max;
    this.words[(slot + PARAMETER.curve) / 4] = curve;
    return slot;
  }

  #allocate(bytes: number): number {
    const address = this.#top;
    this.#top = (address + bytes + 63) & ~63;
    return address;
  }
}
