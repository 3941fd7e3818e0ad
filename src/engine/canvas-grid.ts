import type { Position } from "./patch.ts";

/** Places of modules are whole multiples of it, in px at zoom 1. */
export const GRID = 16;
/** Nothing lies farther out, in px. */
const EDGE = 1_048_576;

/** The nearest place on the grid; places too far out are brought in, and what is no number is 0. */
export function onGrid({ x, y }: Position): Position {
  return { x: onGridLine(x), y: onGridLine(y) };
}

const onGridLine = (value: number) =>
  Number.isFinite(value) ? Math.min(EDGE, Math.max(-EDGE, Math.round(value / GRID) * GRID)) + 0 : 0;
