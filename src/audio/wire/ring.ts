import { COMMAND, COMMAND_BYTES, COMMAND_OP, RING, RING_COMMANDS } from "#audio/contract/memory-map.ts";

/** Words of one command in a batch. */
export const COMMAND_WORDS = COMMAND_BYTES / 4;

/**
 * Makes commands as they lie in the ring. The same 32 bytes go into shared memory at once or into a batch that is sent;
 * one record is reused, so what it returns must be used before the next call.
 */
export class CommandRecord {
  readonly bytes = new ArrayBuffer(COMMAND_BYTES);
  readonly words = new Int32Array(this.bytes);
  readonly #floats = new Float32Array(this.bytes);
  readonly #doubles = new Float64Array(this.bytes);

  /** Sends the parameter slot at `slot` to a value in its unit. */
  parameter(slot: number, value: number): this {
    return this.#fill(COMMAND_OP.parameter, slot, 0, value, 0, 0);
  }

  swap(image: number): this {
    return this.#fill(COMMAND_OP.swap, image, 0, 0, 0, 0);
  }

  /** `tick` undefined: the position stays. */
  transport(state: number, bpm: number, tick: number | undefined): this {
    return this.#fill(COMMAND_OP.transport, state, tick === undefined ? 0 : 1, 0, bpm, tick ?? 0);
  }

  panic(): this {
    return this.#fill(COMMAND_OP.panic, 0, 0, 0, 0, 0);
  }

  #fill(op: number, a: number, b: number, value: number, first: number, second: number): this {
    this.words[COMMAND.op / 4] = op;
    this.words[COMMAND.a / 4] = a;
    this.words[COMMAND.b / 4] = b;
    this.#floats[COMMAND.value / 4] = value;
    this.#doubles[COMMAND.first / 8] = first;
    this.#doubles[COMMAND.second / 8] = second;
    return this;
  }
}

/** The writing end of the ring. One writer only; the host reads. */
export class RingWriter {
  readonly #words: Int32Array;

  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** False when the ring is full: try again next frame. */
  push(command: Int32Array, at = 0): boolean {
    const words = this.#words;
    const written = Atomics.load(words, RING.written / 4);
    if (((written - Atomics.load(words, RING.read / 4)) | 0) >= RING_COMMANDS) return false;
    const base = (RING.records + (written & (RING_COMMANDS - 1)) * COMMAND_BYTES) / 4;
    for (let i = 0; i < COMMAND_WORDS; i++) words[base + i] = command[at + i] ?? 0;
    Atomics.store(words, RING.written / 4, (written + 1) | 0);
    return true;
  }

  /** Commands the host has not taken yet. */
  get waiting(): number {
    return (Atomics.load(this.#words, RING.written / 4) - Atomics.load(this.#words, RING.read / 4)) | 0;
  }
}
