import { TICKS_PER_BEAT } from "#engine/patch.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import type { FrameTime } from "#video/render/frame-source.ts";

/** What the page last said of the master clock. */
export interface ClockReading {
  readonly samples: number;
  readonly tick: number;
  readonly playing: boolean;
  readonly bpm: number;
  /** When it was read: milliseconds since 1970, from the page's steady clock. */
  readonly at: number;
}

/** A reading older than this is not extrapolated any further: the page stands still. A page out of sight reads once a second. */
const LONGEST_MS = 2_000;
/** Off by more than this, the clock jumps; by less, it is drawn closer bit by bit, so that motion stays even. */
const JUMP_SAMPLES = 4_800;
const PULL = 0.1;

/** Turns readings of the master clock into evenly moving moments for the display's frames. */
export class FrameClock {
  #reading: ClockReading | undefined;
  #samples = 0;
  #before: number | undefined;

  read(reading: ClockReading): void {
    this.#reading = reading;
  }

  /** The moment of a frame drawn at `now`, on the same clock as `ClockReading.at`. Samples run backwards only where the master clock jumps. */
  frame(now: number): FrameTime {
    const reading = this.#reading ?? { samples: 0, tick: 0, playing: false, bpm: 120, at: now };
    const ahead = Math.min(LONGEST_MS, Math.max(0, now - reading.at)) / 1_000;
    const target = reading.samples + ahead * SAMPLE_RATE;
    const passed = this.#before === undefined ? 0 : Math.max(0, now - this.#before) / 1_000;
    const last = this.#samples;
    let samples = last + passed * SAMPLE_RATE;
    const error = target - samples;
    samples = Math.abs(error) > JUMP_SAMPLES ? target : Math.max(last, samples + error * PULL);
    const first = this.#before === undefined;
    this.#before = now;
    this.#samples = samples;
    return {
      samples,
      tick: reading.tick + (reading.playing ? (ahead * reading.bpm * TICKS_PER_BEAT) / 60 : 0),
      bpm: reading.bpm,
      deltaSeconds: first ? 0 : Math.min(0.25, Math.max(0, (samples - last) / SAMPLE_RATE)),
    };
  }
}
