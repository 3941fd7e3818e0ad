/** Sound made in blocks, given out in pieces of any length. */
export class SoundQueue {
  #waiting: Float32Array[] = [];
  #given = 0;

  readonly take = (left: Float32Array, right: Float32Array): void => {
    const both = new Float32Array(left.length * 2);
    left.forEach((value, at) => {
      both[at * 2] = value;
      both[at * 2 + 1] = right[at] ?? 0;
    });
    this.#waiting.push(both);
  };

  /** What was made since the last piece, up to so many sample frames from the beginning. */
  upTo(samples: number): Float32Array {
    const piece = new Float32Array(Math.max(0, samples - this.#given) * 2);
    let filled = 0;
    while (filled < piece.length) {
      const [next] = this.#waiting;
      if (!next) break;
      const part = next.subarray(0, piece.length - filled);
      piece.set(part, filled);
      filled += part.length;
      if (part.length === next.length) this.#waiting.shift();
      else this.#waiting[0] = next.subarray(part.length);
    }
    this.#given += filled / 2;
    return piece.subarray(0, filled);
  }
}
