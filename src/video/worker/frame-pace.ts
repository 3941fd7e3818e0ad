/** Shares of the full size, largest first. */
const STEPS = [1, 0.75, 0.625, 0.5] as const;
const SMALLEST_HEIGHT = 360;
/** Frames a second below which the picture is made smaller, and above which a larger one is tried. */
const TOO_SLOW = 28;
const FAST = 48;
/** What a smaller size should reach. */
const AIM = 36;
const WINDOW_MS = 1_000;
/** Where it is as slow as this, one doesn't wait for a whole window. */
const MUCH_TOO_SLOW = 15;
const SHORT_WINDOW_MS = 400;
/** Windows of good speed before a larger size is tried; doubled each time the attempt fails. */
const PATIENCE = 4;
const LONGEST_PATIENCE = 64;

/** Chooses the size the picture is drawn at, so that a slow machine still moves smoothly. Fed with the times frames are done. */
export class FramePace {
  #width: number;
  #height: number;
  #step = 0;
  #windowStart: number | undefined;
  #frames = 0;
  #good = 0;
  #patience = PATIENCE;
  #sinceRaise = Number.POSITIVE_INFINITY;
  #fps = 0;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  /** Frames a second of the last whole window. */
  get fps(): number {
    return this.#fps;
  }

  /** True while the picture falls behind what looks smooth. */
  get isBehind(): boolean {
    return this.#fps > 0 && this.#fps < TOO_SLOW;
  }

  /** What to draw at now, in pixels: even numbers, never below 360 rows unless the full size is. */
  size(): { readonly width: number; readonly height: number } {
    const share = STEPS[this.#step] ?? 1;
    const height = Math.min(this.#height, Math.max(SMALLEST_HEIGHT, even(this.#height * share)));
    return { width: even((this.#width * height) / this.#height), height };
  }

  setFullSize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    this.#step = 0;
    this.rest();
  }

  /** Begins small, where it is known beforehand that drawing is slow. */
  beginSmall(): void {
    this.#step = STEPS.length - 1;
  }

  /** Nothing was drawn for a while and that is no fault of the machine. */
  rest(): void {
    this.#windowStart = undefined;
    this.#frames = 0;
    this.#fps = 0;
  }

  /**
   * A frame was done at this time, in milliseconds. Answers whether the size is another one now. `fair` false says that what was
   * drawn tells nothing about the machine, as while shaders compile.
   */
  done(nowMs: number, fair = true): boolean {
    this.#windowStart ??= nowMs;
    const passed = nowMs - this.#windowStart;
    const fps = ((this.#frames + 1) * 1_000) / passed;
    if (passed < (fps < MUCH_TOO_SLOW ? SHORT_WINDOW_MS : WINDOW_MS)) {
      this.#frames++;
      return false;
    }
    this.#fps = fps;
    this.#windowStart = nowMs;
    this.#frames = 0;
    return fair && this.#judge();
  }

  #judge(): boolean {
    this.#sinceRaise++;
    if (this.#fps < TOO_SLOW) {
      this.#good = 0;
      if (this.#sinceRaise <= 3) this.#patience = Math.min(LONGEST_PATIENCE, this.#patience * 2);
      return this.#move(this.#stepsDown());
    }
    this.#good = this.#fps >= FAST ? this.#good + 1 : 0;
    if (this.#good < this.#patience) return false;
    this.#good = 0;
    this.#sinceRaise = 0;
    return this.#move(-1);
  }

  /** As many steps as should help, when the time of a frame goes with its pixels. */
  #stepsDown(): number {
    const now = this.#step;
    const enough = STEPS.findIndex((share, step) => step > now && this.#fps * ((STEPS[now] ?? 1) / share) ** 2 >= AIM);
    return enough < 0 ? STEPS.length - 1 - now : enough - now;
  }

  #move(by: number): boolean {
    const before = this.size().height;
    this.#step = Math.min(STEPS.length - 1, Math.max(0, this.#step + by));
    return this.size().height !== before;
  }
}

const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);
