import { expect, it } from "vitest";
import { apiEntries } from "#script-nodes/api-entries.ts";
import { completionsFor } from "./api-help.ts";

const ENTRIES = apiEntries().map(({ written, of, signature, doc }) => ({
  name: written,
  signature,
  summary: doc,
  ...(of !== undefined && { of }),
}));

/** The line after choosing the completion that begins with `choice`. */
function completed(typed: string, choice: string): string | undefined {
  const { from, options } = completionsFor(ENTRIES, typed);
  const found = options.find(({ text }) => text === choice);
  return found && typed.slice(0, from) + found.text;
}

it.each([
  ["engine:onF", "onFrame", "engine:onFrame"],
  ["eng", "engine:onFrame", "engine:onFrame"],
  ["c:se", "setBPM", "c:setBPM"],
  ["setP", "setParam", "setParam"],
  ["print(getP", "getParam", "print(getParam"],
  ["local c = engine:getClock():se", "setBPM", "local c = engine:getClock():setBPM"],
])("completes %s to what can be typed", (typed, choice, line) => {
  expect(completed(typed, choice)).toBe(line);
});

it("offers no method where it could not be called, and of engine only its own", () => {
  expect(completed("se", "setBPM")).toBeUndefined();
  expect(completed("engine:", "setBPM")).toBeUndefined();
  expect(ENTRIES.some(({ name }) => /^[A-Z]/.test(name))).toBe(false);
});
