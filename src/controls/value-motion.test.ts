import { describe, expect, it } from "vitest";
import { choice, number } from "#engine/parameter.ts";
import { dragTravel, fineness, keyValue } from "./value-motion.ts";

const plain = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
const shift = { ...plain, shiftKey: true };
const volume = number({ label: "Volume", unit: "ratio", min: 0, max: 1, default: 0.5, summary: "How loud." });
const steps = number({ label: "Steps", unit: "steps", min: 1, max: 1_000, step: 1, default: 16, summary: "How many." });

describe("value motion", () => {
  it("goes up to the right and upwards", () => {
    expect(dragTravel(10, 0, plain)).toBeGreaterThan(0);
    expect(dragTravel(0, -10, plain)).toBeGreaterThan(0);
    expect(dragTravel(-10, 0, plain)).toBeLessThan(0);
  });

  it("is ten times finer with Shift and a hundred times with Ctrl and Shift", () => {
    expect(fineness(shift)).toBe(0.1);
    expect(fineness({ ...shift, ctrlKey: true })).toBe(0.01);
    expect(dragTravel(100, 0, shift)).toBeCloseTo(dragTravel(10, 0, plain));
  });

  it("moves by keys, always at least a whole step", () => {
    expect(keyValue(volume, 0.5, "ArrowUp", plain)).toBeCloseTo(0.51);
    expect(keyValue(volume, 0.5, "ArrowLeft", shift)).toBeCloseTo(0.499);
    expect(keyValue(steps, 16, "ArrowRight", shift)).toBe(17);
    expect(keyValue(volume, 0.5, "Home", plain)).toBe(0);
    expect(keyValue(volume, 0.5, "End", plain)).toBe(1);
    expect(keyValue(volume, 0.5, "x", plain)).toBeUndefined();
  });

  it("steps through options and stops at the ends", () => {
    const mode = choice({ label: "Mode", options: { low: "Low", high: "High" }, default: "low", summary: "Which." });
    expect(keyValue(mode, 0, "ArrowRight", plain)).toBe(1);
    expect(keyValue(mode, 1, "ArrowRight", plain)).toBe(1);
  });
});
