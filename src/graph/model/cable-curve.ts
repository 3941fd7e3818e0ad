/** A point in canvas px. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A cable's cubic Bézier, from an output to an input. */
export interface CableCurve {
  readonly from: Point;
  readonly fromHandle: Point;
  readonly toHandle: Point;
  readonly to: Point;
}

const SEGMENTS = 24;

/** A soft curve that leaves to the right, arrives from the left and hangs a little. */
export function cableCurve(from: Point, to: Point): CableCurve {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const reach = dx >= 0 ? clamp(dx * 0.5, 24, 160) : clamp(48 - dx * 0.4, 48, 200);
  const sag = Math.min(20, 4 + Math.hypot(dx, dy) * 0.05);
  return {
    from,
    fromHandle: { x: from.x + reach, y: from.y + sag },
    toHandle: { x: to.x - reach, y: to.y + sag },
    to,
  };
}

/** The point at `t`, 0 at the output and 1 at the input. */
export function pointOn(curve: CableCurve, t: number): Point {
  const u = 1 - t;
  const a = u * u * u;
  const b = 3 * u * u * t;
  const c = 3 * u * t * t;
  const d = t * t * t;
  return {
    x: a * curve.from.x + b * curve.fromHandle.x + c * curve.toHandle.x + d * curve.to.x,
    y: a * curve.from.y + b * curve.fromHandle.y + c * curve.toHandle.y + d * curve.to.y,
  };
}

/** Distance in px from a point to the curve, measured on 24 chords (off by less than 1 px at any length on screen). */
export function distanceTo(curve: CableCurve, point: Point): number {
  let best = Number.POSITIVE_INFINITY;
  let previous = curve.from;
  for (let index = 1; index <= SEGMENTS; index++) {
    const next = pointOn(curve, index / SEGMENTS);
    best = Math.min(best, distanceToSegment(previous, next, point));
    previous = next;
  }
  return best;
}

/** The smallest rectangle around end points and handles; the curve never leaves it. */
export function boundsOf(curve: CableCurve): Rect {
  const x = Math.min(curve.from.x, curve.toHandle.x);
  const y = Math.min(curve.from.y, curve.to.y);
  return {
    x,
    y,
    width: Math.max(curve.to.x, curve.fromHandle.x) - x,
    height: Math.max(curve.fromHandle.y, curve.toHandle.y) - y,
  };
}

export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function contains(rect: Rect, point: Point): boolean {
  return point.x >= rect.x && point.y >= rect.y && point.x < rect.x + rect.width && point.y < rect.y + rect.height;
}

/** The smallest rectangle around all, or undefined for none. */
export function unionOf(rects: Iterable<Rect>): Rect | undefined {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const rect of rects) {
    left = Math.min(left, rect.x);
    top = Math.min(top, rect.y);
    right = Math.max(right, rect.x + rect.width);
    bottom = Math.max(bottom, rect.y + rect.height);
  }
  return left === Number.POSITIVE_INFINITY ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}

function distanceToSegment(a: Point, b: Point, point: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : clamp(((point.x - a.x) * dx + (point.y - a.y) * dy) / squared, 0, 1);
  return Math.hypot(point.x - a.x - along * dx, point.y - a.y - along * dy);
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
