/** Decides when something that keeps failing rests, and for how long. Times are in seconds of the engine. */
export interface RestSchedule {
  /** Notes a failure; answers until when to rest, or undefined where it may go on. */
  failed(at: number): number | undefined;
  /** Forgets everything, as after an edit. */
  reset(): void;
}

/** So many seconds a rest may last. */
const LONGEST = 30;
const SHORTEST = 2;

/** Rests after `allowed` failures within `within` seconds: 2 seconds, then 4, 8 … 30; after a good half minute it begins with 2 again. */
export function createRestSchedule(allowed: number, within: number): RestSchedule {
  let recent: number[] = [];
  let length = SHORTEST;
  let restedUntil = Number.NEGATIVE_INFINITY;
  return {
    failed(at) {
      recent = [...recent.filter((time) => at - time < within), at];
      if (recent.length < allowed) return undefined;
      recent = [];
      length = at - restedUntil > LONGEST ? SHORTEST : Math.min(LONGEST, length * 2);
      restedUntil = at + length;
      return restedUntil;
    },
    reset() {
      recent = [];
      restedUntil = Number.NEGATIVE_INFINITY;
    },
  };
}
