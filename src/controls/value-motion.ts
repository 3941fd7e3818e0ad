import { clampParameter, fromTravel, type Parameter, toTravel } from "#engine/parameter.ts";

/** Keys held during a drag or a key press. */
export interface Modifiers {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** Pointer px for the whole travel. */
const DRAG_PIXELS = 192;
const ARROW_TRAVEL = 0.01;
const PAGE_TRAVEL = 0.1;

/** Shift is ten times finer, Ctrl and Shift a hundred times, Alt ten times coarser. */
export function fineness(keys: Modifiers): number {
  if (keys.shiftKey) return keys.ctrlKey || keys.metaKey ? 0.01 : 0.1;
  return keys.altKey ? 10 : 1;
}

/** Share of the travel a pointer's way stands for; right and up are more. */
export const dragTravel = (dx: number, dy: number, keys: Modifiers): number =>
  ((dx - dy) / DRAG_PIXELS) * fineness(keys);

/** The value one arrow, page, Home or End key away, or undefined for any other key. Whole steps where the parameter has them. */
export function keyValue(parameter: Parameter, value: number, key: string, keys: Modifiers): number | undefined {
  if (key === "Home") return fromTravel(parameter, 0);
  if (key === "End") return fromTravel(parameter, 1);
  const direction = directionOf(key);
  if (direction === 0) return undefined;
  if (parameter.kind !== "number") return clampParameter(parameter, value + direction);
  const travel = (key.startsWith("Page") ? PAGE_TRAVEL : ARROW_TRAVEL * fineness(keys)) * direction;
  const next = fromTravel(parameter, toTravel(parameter, value) + travel);
  if (parameter.step === undefined || Math.abs(next - value) >= parameter.step / 2) return next;
  return clampParameter(parameter, value + direction * parameter.step);
}

function directionOf(key: string): -1 | 0 | 1 {
  if (key === "ArrowRight" || key === "ArrowUp" || key === "PageUp") return 1;
  return key === "ArrowLeft" || key === "ArrowDown" || key === "PageDown" ? -1 : 0;
}
