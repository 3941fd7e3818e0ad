/** What a clip does at the ends of its region; in the order of the clip player's options. */
export type ClipMode = "loop" | "once" | "ping-pong";

export const CLIP_MODES: readonly ClipMode[] = ["loop", "once", "ping-pong"];

/** Where a playhead is. */
export interface ClipPosition {
  /** Seconds since the clip's beginning. */
  readonly seconds: number;
  /** −1 while ping-pong runs its way back. */
  readonly heading: 1 | -1;
}

/** Part of a clip, in seconds: `from` is in it, `to` is not. `to` lies above `from`. */
export interface ClipRegion {
  readonly from: number;
  readonly to: number;
}

/** So near to an end of a region, a sum of frame times has reached it. */
const NEAR_SECONDS = 1e-6;

/** `x` less whole multiples of `length`: from 0 up to below `length`. */
function folded(x: number, length: number): number {
  const multiple = Math.round(x / length) * length;
  if (Math.abs(x - multiple) < NEAR_SECONDS) return 0;
  const rest = x % length;
  return rest < 0 ? rest + length : rest;
}

/** The region between two shares of a clip, whichever is first; at least `shortest` seconds long and inside the clip. */
export function regionBetween(start: number, end: number, duration: number, shortest: number): ClipRegion {
  const length = Math.min(duration, Math.max(shortest, Math.abs(end - start) * duration));
  const from = Math.min(Math.min(start, end) * duration, duration - length);
  return { from, to: from + length };
}

/** Where a playhead begins: at the end it moves away from. */
export function firstPosition(region: ClipRegion, speed: number): ClipPosition {
  return { seconds: speed < 0 ? region.to : region.from, heading: 1 };
}

/**
 * Moves a playhead by `seconds` of clip, negative for backwards, and folds it into the region: a loop goes on at the other end,
 * ping-pong turns round as often as it must, once stops at the end. A loop's ends are one moment: going forwards it is called `from`,
 * going backwards `to`.
 */
export function advance(at: ClipPosition, seconds: number, region: ClipRegion, mode: ClipMode): ClipPosition {
  const length = region.to - region.from;
  const offset = at.seconds - region.from;
  const inside = Math.min(length, Math.max(0, offset));
  if (mode === "once") return { seconds: region.from + Math.min(length, Math.max(0, offset + seconds)), heading: 1 };
  if (mode === "loop") {
    if (seconds === 0 && offset === inside) return { seconds: at.seconds, heading: 1 };
    const place = folded(offset + seconds, length);
    return { seconds: seconds < 0 && place === 0 ? region.to : region.from + place, heading: 1 };
  }
  const phase = folded((at.heading > 0 ? inside : 2 * length - inside) + seconds, 2 * length);
  return phase < length + NEAR_SECONDS
    ? { seconds: region.from + Math.min(length, phase), heading: 1 }
    : { seconds: region.from + 2 * length - phase, heading: -1 };
}
