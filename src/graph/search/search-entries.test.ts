import { describe, expect, it } from "vitest";
import { searchScore } from "#controls/search-score.ts";
import { SAMPLE_DEFINITIONS } from "#graph/testing/sample-definitions.ts";
import { findEntries, titleOf } from "./search-entries.ts";

const preset = {
  id: "echo-space",
  name: "Echo space",
  summary: "Wraps a sound in echoes.",
  fragment: { format: "optophone-fragment", version: 1, modules: [], connections: [] },
} as const;
const find = (query: string): readonly string[] => findEntries(query, SAMPLE_DEFINITIONS, [preset]).map(titleOf);

describe("findEntries", () => {
  it("shows everything in its own order before anything is typed", () => {
    expect(find("")).toEqual([...SAMPLE_DEFINITIONS.map(({ title }) => title), "Echo space"]);
  });

  it("puts a title's beginning first", () => {
    expect(find("fil")[0]).toBe("Filter");
    expect(find("os")[0]).toBe("Oscillator");
  });

  it("finds by other names, summaries and presets", () => {
    expect(find("wah")).toContain("Filter");
    expect(find("mirror")[0]).toBe("Kaleidoscope");
    expect(find("loudness")).toContain("Analyser");
    expect(find("echo")[0]).toBe("Echo space");
  });

  it("forgives letters left out", () => {
    expect(find("klei")[0]).toBe("Kaleidoscope");
  });

  it("wants every word found", () => {
    expect(find("sound output")[0]).toBe("Sound output");
    expect(find("filter zebra")).toEqual([]);
  });
});

describe("searchScore", () => {
  it("prefers whole titles to beginnings to middles", () => {
    const score = (text: string): number => searchScore("mix", [{ text, weight: 1 }]);
    expect(score("Mix")).toBeGreaterThan(score("Mixer"));
    expect(score("Mixer")).toBeGreaterThan(score("Video mixer"));
    expect(score("Video mixer")).toBeGreaterThan(score("Remixer"));
    expect(score("Blur")).toBe(0);
  });
});
