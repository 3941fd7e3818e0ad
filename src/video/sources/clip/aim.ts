import type { ClipMode } from "./position.ts";

/** Where a playhead is among a clip's frames, and where it will go. */
export interface ClipAim {
  readonly index: number;
  /** 1 forwards, −1 backwards. */
  readonly direction: 1 | -1;
  /** First and last frame of its region, both in it. */
  readonly first: number;
  readonly last: number;
  readonly mode: ClipMode;
}

/** The frame a playhead shows `steps` frames from now, or undefined when it will have stopped. */
export function frameAfter(aim: ClipAim, steps: number): number | undefined {
  const { index, direction, first, last, mode } = aim;
  const length = last - first + 1;
  const ahead = index + direction * steps;
  if (ahead >= first && ahead <= last) return ahead;
  if (mode === "once" || steps >= 2 * length) return undefined;
  if (mode === "loop") return steps >= length ? undefined : ahead - direction * length;
  const turned = direction > 0 ? 2 * last - ahead + 1 : 2 * first - ahead - 1;
  return turned >= first && turned <= last ? turned : undefined;
}

/** In how many frames a playhead shows frame `index`: what is far, and most of all what it never shows again, can go first. */
export function stepsUntil(aim: ClipAim, index: number): number {
  const { direction, first, last, mode } = aim;
  if (index < first || index > last) return Number.POSITIVE_INFINITY;
  const ahead = (index - aim.index) * direction;
  if (ahead >= 0) return ahead;
  const length = last - first + 1;
  if (mode === "loop") return ahead + length;
  if (mode === "once") return length - ahead;
  const toTurn = direction > 0 ? last - aim.index : aim.index - first;
  return toTurn + 1 + (direction > 0 ? last - index : index - first);
}
