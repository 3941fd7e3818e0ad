const LONGEST_GAP_MS = 2_000;
const TAPS_KEPT = 8;

/** Turns taps into a tempo: the mean of the last gaps. A pause of more than two seconds begins anew. */
export function createTapTempo(): {
  /** Takes the time of a tap in ms; answers beats a minute, or undefined until two taps are known. */
  tap(at: number): number | undefined;
} {
  let taps: number[] = [];
  return {
    tap(at) {
      const last = taps.at(-1);
      if (last !== undefined && at - last > LONGEST_GAP_MS) taps = [];
      taps = [...taps, at].slice(-TAPS_KEPT);
      const first = taps[0];
      if (first === undefined || taps.length < 2 || at === first) return undefined;
      return (60_000 * (taps.length - 1)) / (at - first);
    },
  };
}
