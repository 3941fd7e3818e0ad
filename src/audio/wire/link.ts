import { HEAD } from "#audio/contract/kernel-abi.ts";
import type { MemoryViews } from "#audio/host/memory-views.ts";
import { RingWriter } from "./ring.ts";

/** The way to a host: straight into its memory, or in messages to a memory elsewhere. Order is kept. */
export interface HostLink {
  clear(address: number, bytes: number): void;
  write(address: number, words: Int32Array): void;
  /** Takes a command over; it is copied. */
  push(command: Int32Array): void;
  /** Passes on what has gathered. Once a frame, and after every plan. */
  flush(): void;
  /** The plan the host runs, and the sample frames it has processed, as far as is known here. */
  epoch(): number;
  samples(): number;
}

/** Writes into a memory at hand: shared with the host's thread, or of this one. What the ring can't take waits for the next flush. */
export class DirectLink implements HostLink {
  readonly #views: MemoryViews;
  readonly #ring: RingWriter;
  readonly #waiting: Int32Array[] = [];

  constructor(views: MemoryViews) {
    this.#views = views;
    this.#ring = new RingWriter(views.ints);
  }

  clear(address: number, bytes: number): void {
    this.#views.bytes.fill(0, address, address + bytes);
  }

  write(address: number, words: Int32Array): void {
    this.#views.ints.set(words, address >> 2);
  }

  push(command: Int32Array): void {
    if (this.#waiting.length > 0 || !this.#ring.push(command)) this.#waiting.push(command.slice());
  }

  flush(): void {
    let sent = 0;
    while (sent < this.#waiting.length && this.#ring.push(this.#waiting[sent] as Int32Array)) sent++; // below the length
    this.#waiting.splice(0, sent);
  }

  epoch(): number {
    return Atomics.load(this.#views.ints, HEAD.epoch >> 2);
  }

  samples(): number {
    return this.#views.samples;
  }
}
