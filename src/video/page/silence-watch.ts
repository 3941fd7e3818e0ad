/** Milliseconds between two looks at whether the worker still speaks. */
export const LOOK_MS = 250;
/** A look that comes later than this counts as this much: while the page itself stood still, nothing could be heard. */
const LONGEST_LOOK_MS = 500;
const SILENCE_MS = 2_000;
/** While it starts or makes shaders, one call to the graphics card may take long. */
const SETTLING_SILENCE_MS = 10_000;

/** Judges by its silence whether the picture's worker is dead: ended from outside it says nothing, and alive it speaks twice a second. */
export class SilenceWatch {
  #silent = 0;
  #looked: number | undefined;
  #settling = true;

  /** It spoke. */
  heard(): void {
    this.#silent = 0;
  }

  /** Whether it is starting or making shaders. */
  settle(settling: boolean): void {
    this.#settling = settling;
  }

  /** Looks at a moment in milliseconds. Answers whether it was silent for too long. */
  isDead(now: number): boolean {
    this.#silent += Math.min(LONGEST_LOOK_MS, Math.max(0, now - (this.#looked ?? now)));
    this.#looked = now;
    return this.#silent >= (this.#settling ? SETTLING_SILENCE_MS : SILENCE_MS);
  }
}
