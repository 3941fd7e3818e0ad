interface Span {
  address: number;
  bytes: number;
}

/** Where new memory comes from: an address, and whether it was used before and so may hold old bytes. */
export interface Allocation {
  readonly address: number;
  readonly bytes: number;
  readonly used: boolean;
}

/** Thrown when a patch needs more memory than there is; the publisher turns it into a message. */
export class MemoryFull extends Error {}

const ALIGNMENT = 64;

/** Hands out parts of a memory it never touches: first fit, freed neighbours are joined. Addresses are multiples of 64. */
export class Heap {
  readonly #end: number;
  #top: number;
  /** Free spans below `#top`, by address. */
  readonly #free: Span[] = [];

  constructor(base: number, end: number) {
    this.#top = Math.ceil(base / ALIGNMENT) * ALIGNMENT;
    this.#end = end;
  }

  /** First address never handed out. */
  get top(): number {
    return this.#top;
  }

  /** Throws {@link MemoryFull} when there is no room. */
  allocate(size: number): Allocation {
    const bytes = Math.max(ALIGNMENT, Math.ceil(size / ALIGNMENT) * ALIGNMENT);
    for (let i = 0; i < this.#free.length; i++) {
      const span = this.#free[i];
      if (span === undefined || span.bytes < bytes) continue;
      const { address } = span;
      if (span.bytes === bytes) this.#free.splice(i, 1);
      else {
        span.address += bytes;
        span.bytes -= bytes;
      }
      return { address, bytes, used: true };
    }
    const address = this.#top;
    if (address + bytes > this.#end) throw new MemoryFull(`${bytes} bytes`);
    this.#top += bytes;
    return { address, bytes, used: false };
  }

  free(allocation: Allocation): void {
    const { address, bytes } = allocation;
    let low = 0;
    let high = this.#free.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#free[middle]?.address ?? 0) < address) low = middle + 1;
      else high = middle;
    }
    this.#free.splice(low, 0, { address, bytes });
    this.#join(low);
    this.#join(low - 1);
  }

  #join(index: number): void {
    const span = this.#free[index];
    const next = this.#free[index + 1];
    if (!span || !next || span.address + span.bytes !== next.address) return;
    span.bytes += next.bytes;
    this.#free.splice(index + 1, 1);
  }
}
