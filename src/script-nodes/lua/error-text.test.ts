import { expect, it } from "vitest";
import { DEFAULT_LIMITS } from "#script-nodes/bridge.ts";
import { HOST_API } from "#script-nodes/host-api.ts";
import { LANGUAGE_BINARIES } from "#script-nodes/node/language-binaries.ts";
import { luaPlugin } from "./lua-plugin.ts";

/** How a text that is loaded fails. */
async function failureOf(source: string) {
  const limits = { ...DEFAULT_LIMITS, loadInstructions: 20_000_000 };
  const engine = await luaPlugin(LANGUAGE_BINARIES.lua).create({ now: () => 0, limits });
  engine.inject(HOST_API, { invoke: () => null, time: () => ({ clock: 0, epoch: 0 }) });
  const result = engine.load({ source, chunk: "song", seed: 1 });
  if (result.ok) throw new Error("It didn't fail.");
  return result.error;
}

const throwing = (handler: string) => `\nerror(setmetatable({}, { __tostring = function() ${handler} end }))`;

it.each([
  ["every line of a message", "\nerror('one\\ntwo\\nthree')", "one\ntwo\nthree"],
  ["what a table holds", "\nerror({ code = 42 })", "{ code = 42 }"],
  ["what __tostring says", throwing("return 'own words'"), "own words"],
  ["that a table is an error where __tostring fails", throwing("error('no')"), "(error object is a table)"],
  ["a number", "\nerror(42)", "error value: 42"],
  ["nothing", "\nerror()", "error value: nil"],
])("an error arrives with %s", async (_, source, message) => {
  expect(await failureOf(source)).toMatchObject({ kind: "runtime", message, line: 2 });
});

it("an error arrives with the functions it came through, and none of ours", async () => {
  const { traceback } = await failureOf(
    "local function low()\n  error('low') end\nlocal function middle()\n  low() end\nmiddle()",
  );
  expect(traceback?.match(/song:\d+/g)).toEqual(["song:2", "song:4", "song:5"]);
  expect(traceback).not.toContain("prelude");
});

it("an error names the function a script called, not what stands in for it", async () => {
  expect(await failureOf("setmetatable('x', {})")).toMatchObject({
    message: "bad argument #1 to 'setmetatable' (table expected, got string)",
    line: 1,
  });
});

it("recursion without end is told as that, where it happens", async () => {
  expect(await failureOf("\nlocal function f()\n  return 1 + f() end\nf()")).toMatchObject({
    message: "It calls itself without end.",
    line: 3,
  });
});

it("a __tostring that never ends is stopped as any loop", async () => {
  expect(await failureOf(throwing("while true do end"))).toMatchObject({ kind: "budget", line: 2 });
});

it.each([
  ["a byte order mark", "\ufeff\nerror('x')"],
  ["a first line for the shell", "#!/usr/bin/env lua\nerror('x')"],
  ["both", "\ufeff#!/usr/bin/env lua\nerror('x')"],
])("lines keep their numbers after %s", async (_, source) => {
  expect(await failureOf(source)).toMatchObject({ message: "x", line: 2 });
});
