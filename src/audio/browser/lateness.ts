import { SAMPLE_RATE } from "#engine/sample-rate.ts";

/** Milliseconds by which a block may come after its time: blocks come in bursts of about 10 ms, and an output keeps about as much in hand again. */
const TOLERATED = 30;
/** A gap this long is a pause, as when a computer slept, and no dropout. */
const PAUSE = 1_000;
/** Milliseconds a second by which the two clocks may drift apart. */
const DRIFT = 2;

/**
 * Tells from two clocks whether sound was missing: a block that comes later than its time, compared with the most punctual of late, can't
 * have been there when it was to be heard. Coarse clocks of whole milliseconds will do.
 */
export class Lateness {
  #best = Number.POSITIVE_INFINITY;
  #frame = 0;

  /** Hears that frame `frame` of the sound was asked for at `milliseconds`. Answers true when it came too late. */
  isLate(frame: number, milliseconds: number): boolean {
    const now = milliseconds - (frame * 1_000) / SAMPLE_RATE;
    const late = now - this.#best;
    const drift = ((frame - this.#frame) / SAMPLE_RATE) * DRIFT;
    this.#frame = frame;
    // After a gap the sound goes on later than before, so what follows is measured from there.
    this.#best = late > TOLERATED ? now : Math.min(this.#best + drift, now);
    return late > TOLERATED && late < PAUSE;
  }
}
