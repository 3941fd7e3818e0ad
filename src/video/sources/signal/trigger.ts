/** Below this peak a signal counts as silence. */
const SILENCE = 1e-4;

/** How far below zero a wave must have been, as a share of its peak, for its next rise to count: noise around zero doesn't. */
const HYSTERESIS = 0.1;

/**
 * The place where a row of samples last rises through zero in its first half: an index with its fraction, found by the straight line
 * between both samples. Undefined when it is silent or never rises.
 */
export function risingZero(row: ArrayLike<number>): number | undefined {
  const half = row.length >> 1;
  let peak = 0;
  for (let i = 0; i < row.length; i++) peak = Math.max(peak, Math.abs(row[i] ?? 0));
  if (!(peak > SILENCE)) return undefined;
  let found: number | undefined;
  let armed = false;
  for (let i = 1; i <= half; i++) {
    const before = row[i - 1] ?? 0;
    const now = row[i] ?? 0;
    if (before < -HYSTERESIS * peak) armed = true;
    if (!armed || before >= 0 || now < 0) continue;
    found = i - 1 + before / (before - now);
    armed = false;
  }
  return found;
}
