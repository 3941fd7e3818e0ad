import { describe, expect, it } from "vitest";
import { GRID } from "#engine/canvas-grid.ts";
import type { Module } from "#engine/patch.ts";
import { SAMPLE_DEFINITIONS, sampleRegistry } from "#graph/testing/sample-definitions.ts";
import { findSpot, layoutModule, ROW_HEIGHT } from "./module-layout.ts";

const moduleOf = (type: string): Module => ({ id: 1, type, name: "it", parent: null, bypassed: false });
const layoutOf = (type: string, connected: readonly string[] = []) =>
  layoutModule(sampleRegistry.get(type), moduleOf(type), new Set(connected));
const inputKeys = (layout: ReturnType<typeof layoutOf>): readonly string[] =>
  layout.ports.filter((spot) => spot.side === "input" && !spot.parameter).map(({ key }) => key);

describe("layoutModule", () => {
  it.each(SAMPLE_DEFINITIONS.map(({ type }) => type))("%s is whole grid units wide and holds all its parts", (type) => {
    const layout = layoutOf(type);
    expect(layout.width % GRID).toBe(0);
    for (const spot of layout.ports) {
      expect([0, layout.width]).toContain(spot.x);
      expect(spot.y).toBeGreaterThan(24);
      expect(spot.y).toBeLessThan(layout.height);
    }
    for (const bar of layout.bars) expect(bar.top + ROW_HEIGHT).toBeLessThanOrEqual(layout.height);
    if (layout.body) expect(layout.body.top + layout.body.height).toBeLessThan(layout.height);
  });

  it("leaves every port on one side 24 px of its own", () => {
    for (const { type } of SAMPLE_DEFINITIONS) {
      for (const side of ["input", "output"]) {
        const rows = layoutOf(type)
          .ports.filter((spot) => spot.side === side)
          .map(({ y }) => y)
          .sort((a, b) => a - b);
        for (let row = 1; row < rows.length; row++)
          expect((rows[row] ?? 0) - (rows[row - 1] ?? 0)).toBeGreaterThanOrEqual(24);
      }
    }
  });

  it("shows of spare inputs the connected ones and the first free one", () => {
    expect(inputKeys(layoutOf("audio.mixer"))).toEqual(["in1"]);
    expect(inputKeys(layoutOf("audio.mixer", ["in1", "in2"]))).toEqual(["in1", "in2", "in3"]);
    expect(inputKeys(layoutOf("audio.mixer", ["in1", "in2", "in3", "in4"]))).toEqual(["in1", "in2", "in3", "in4"]);
  });

  it("puts a cable into a parameter at its bar, and nothing moves", () => {
    const free = layoutOf("audio.filter");
    const patched = layoutOf("audio.filter", ["cutoff"]);
    expect(patched.height).toBe(free.height);
    expect(findSpot(patched, "input", "cutoff")?.parameter).toBe("bar");
  });

  it("gives a parameter that isn't on the face a row once it has a cable", () => {
    expect(findSpot(layoutOf("video.kaleidoscope"), "input", "zoom")).toBeUndefined();
    expect(findSpot(layoutOf("video.kaleidoscope", ["zoom"]), "input", "zoom")?.parameter).toBe("row");
  });

  it("gives a module nobody knows a port for each cable it has", () => {
    const layout = layoutModule(undefined, moduleOf("audio.future"), new Set(["left", "right"]));
    expect(layout.ports.map(({ key }) => key)).toEqual(["left", "right"]);
  });
});
