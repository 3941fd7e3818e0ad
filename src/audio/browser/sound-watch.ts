/** Milliseconds the sound may stand still while it should run. */
const STALL_MS = 2_000;
/** A look that comes later than this counts as this much: a page that stood still itself heard nothing either. */
const LONGEST_LOOK_MS = 250;
/** Times within a minute the sound is started again by itself. */
const MOST_RESTARTS = 3;
const MINUTE_MS = 60_000;

/** Judges whether the sound's thread is dead, and whether starting it again makes sense. */
export class SoundWatch {
  #samples = -1;
  #looked: number | undefined;
  #still = 0;
  #deaths: readonly number[] = [];

  /** A thread begins: what was before doesn't count against it. */
  begin(): void {
    this.#samples = -1;
    this.#looked = undefined;
    this.#still = 0;
  }

  /** Looks at how many frames were made by a moment in milliseconds. Answers whether they stand still for too long. */
  isStalled(samples: number, now: number): boolean {
    if (samples === this.#samples) this.#still += Math.min(LONGEST_LOOK_MS, Math.max(0, now - (this.#looked ?? now)));
    else this.#still = 0;
    this.#samples = samples;
    this.#looked = now;
    return this.#still >= STALL_MS;
  }

  /** It died at a moment in milliseconds. Answers whether to start it again: not after three times within a minute. */
  mayRestart(now: number): boolean {
    this.#deaths = [...this.#deaths.filter((at) => now - at < MINUTE_MS), now];
    return this.#deaths.length < MOST_RESTARTS;
  }
}
