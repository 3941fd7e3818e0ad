/** Reads what the audio host publishes: its shared memory, or the copy of it that came last. */
export class TelemetryReader {
  #floats: Float32Array = new Float32Array(0);
  #buffer: ArrayBufferLike = this.#floats.buffer;
  #base = 0;

  /** `base` is the address of the buffer's first byte. */
  set(buffer: ArrayBufferLike, base: number): void {
    this.#base = base;
    if (this.#buffer === buffer) return;
    this.#buffer = buffer;
    this.#floats = new Float32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  }

  /** The word at an address; undefined where nothing is published or it is no number. */
  value(address: number): number | undefined {
    if (address < 0) return undefined;
    const value = this.#floats[(address - this.#base) >> 2];
    return Number.isFinite(value) ? value : undefined;
  }

  /** A view of the words from an address on; null where there are not so many. */
  words(address: number, count: number): Float32Array | null {
    const from = (address - this.#base) >> 2;
    if (address < 0 || count === 0 || from < 0 || from + count > this.#floats.length) return null;
    return this.#floats.subarray(from, from + count);
  }
}
