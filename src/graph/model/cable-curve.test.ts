import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundsOf, cableCurve, contains, distanceTo, overlaps, pointOn, unionOf } from "./cable-curve.ts";

const coordinate = fc.integer({ min: -2_000, max: 2_000 });
const point = fc.record({ x: coordinate, y: coordinate });

describe("cableCurve", () => {
  it("begins and ends where it is told, and hangs", () => {
    const curve = cableCurve({ x: 0, y: 0 }, { x: 300, y: 0 });
    expect(pointOn(curve, 0)).toEqual({ x: 0, y: 0 });
    expect(pointOn(curve, 1)).toEqual({ x: 300, y: 0 });
    expect(pointOn(curve, 0.5).y).toBeGreaterThan(2);
  });

  it("never leaves its bounds", () => {
    fc.assert(
      fc.property(point, point, fc.double({ min: 0, max: 1, noNaN: true }), (from, to, t) => {
        const curve = cableCurve(from, to);
        const { x, y, width, height } = boundsOf(curve);
        const grown = { x: x - 1, y: y - 1, width: width + 2, height: height + 2 };
        expect(contains(grown, pointOn(curve, t))).toBe(true);
      }),
    );
  });

  it("is hit by every point on it and missed by points away from it", () => {
    fc.assert(
      fc.property(point, point, fc.double({ min: 0, max: 1, noNaN: true }), (from, to, t) => {
        const curve = cableCurve(from, to);
        const on = pointOn(curve, t);
        const length = Math.hypot(to.x - from.x, to.y - from.y);
        expect(distanceTo(curve, on)).toBeLessThan(1 + length / 200);
        const bounds = boundsOf(curve);
        expect(distanceTo(curve, { x: on.x, y: bounds.y - 50 })).toBeGreaterThanOrEqual(49);
      }),
    );
  });
});

describe("rectangles", () => {
  it("touching isn't overlapping", () => {
    const a = { x: 0, y: 0, width: 10, height: 10 };
    expect(overlaps(a, { x: 10, y: 0, width: 5, height: 5 })).toBe(false);
    expect(overlaps(a, { x: 9, y: 9, width: 5, height: 5 })).toBe(true);
  });

  it("has no union of nothing", () => {
    expect(unionOf([])).toBeUndefined();
    expect(
      unionOf([
        { x: 0, y: 0, width: 1, height: 1 },
        { x: 5, y: -2, width: 1, height: 1 },
      ]),
    ).toEqual({ x: 0, y: -2, width: 6, height: 3 });
  });
});
