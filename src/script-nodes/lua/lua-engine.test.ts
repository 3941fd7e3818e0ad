import { describe, expect, it } from "vitest";
import {
  DEFAULT_LIMITS,
  type HostBinding,
  type ScriptFn,
  type ScriptLimits,
  type ScriptValue,
} from "#script-nodes/bridge.ts";
import { HOST_API } from "#script-nodes/host-api.ts";
import { luaPlugin } from "./lua-plugin.ts";

async function lua(limits: Partial<ScriptLimits> = {}) {
  const engine = await luaPlugin().create({ now: () => performance.now(), limits: { ...DEFAULT_LIMITS, ...limits } });
  const calls: { path: string; args: readonly ScriptValue[] }[] = [];
  const answers = new Map<string, ScriptValue>();
  const binding: HostBinding = {
    invoke(path, args) {
      calls.push({ path, args });
      return answers.get(path) ?? null;
    },
    time: () => ({ clock: 1.5, epoch: 1_000.5 }),
  };
  engine.inject(HOST_API, binding);
  const lines: string[] = [];
  engine.setOutput((line) => lines.push(line));
  const load = (source: string) => engine.load({ source, chunk: "wobble", seed: 1 });
  return { engine, calls, answers, lines, load };
}

/** What a script returns; fails with its error. */
async function evaluated(source: string): Promise<ScriptValue> {
  const result = (await lua()).load(source);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe("values that cross", () => {
  it.each([
    ["return 1e300", 1e300],
    ["return -1e19", -1e19],
    ["return 2^53", 2 ** 53],
    ["return 0.1", 0.1],
    ["return 'a\\0b'", "a\0b"],
    ["return 'żółw 🐢'", "żółw 🐢"],
    ["return '\\xff'", "\ufffd"],
    ["return nil", null],
    ["return true", true],
    ["return {1,2,3}", [1, 2, 3]],
    ["return {}", {}],
    ["return {a=1,b='x',c={true,false}}", { a: 1, b: "x", c: [true, false] }],
    ["return {1,nil,3}", { 1: 1, 3: 3 }],
    ["return {[1.5]=2}", { "1.5": 2 }],
  ])("%s", async (source, expected) => {
    expect(await evaluated(source)).toEqual(expected);
  });

  it("keeps the sign of zero and NaN", async () => {
    expect(Object.is(await evaluated("return -0.0"), -0)).toBe(true);
    expect(await evaluated("return 0/0")).toBeNaN();
  });
});

it("calls the host with checked arguments", async () => {
  const { load, calls, answers } = await lua();
  answers.set("getParam", 0.25);
  expect(load('setParam("kick", "volume", 0.5) return getParam("kick", "volume") * 2')).toEqual({
    ok: true,
    value: 0.5,
  });
  expect(calls[0]).toEqual({ path: "setParam", args: ["kick", "volume", 0.5] });
  expect(load('\nsetParam("kick")')).toMatchObject({
    ok: false,
    error: { kind: "host", line: 2, message: "setParam: argument 2 (parameter) should be a string, not nothing." },
  });
});

it("keeps functions and calls them", async () => {
  const { load, calls, engine } = await lua();
  expect(load("n = 0 engine:onStateChange(function(s) n = n + s.modules.kick.parameters.volume return n end)").ok).toBe(
    true,
  );
  const fn = calls[0]?.args[1] as ScriptFn;
  const state = Object.freeze({
    modules: Object.freeze({ kick: Object.freeze({ parameters: Object.freeze({ volume: 0.5 }) }) }),
  });
  expect(engine.call(fn, [state])).toEqual({ ok: true, value: 0.5 });
  expect(engine.call(fn, [state])).toEqual({ ok: true, value: 1 });
  expect(load("x = 1").ok).toBe(true);
  expect(engine.call(fn, [state])).toMatchObject({ ok: false, error: { kind: "stale" } });
});

describe("hostile scripts", () => {
  it.each([
    ["an endless loop", "while true do end", "budget"],
    ["an endless loop inside pcall", "while true do pcall(function() while true do end end) end", "budget"],
    ["xpcall with a looping handler", "xpcall(error, function() while true do end end)", "budget"],
    ["a coroutine that never yields", "coroutine.wrap(function() while true do end end)()", "budget"],
    ["unbounded tables", "local t = {} while true do t[#t + 1] = { 1, 2, 3 } end", "memory"],
    ["one huge string", "return ('x'):rep(1e9)", "memory"],
    ["recursion", "local function f() return 1 + f() end f()", "memory|budget"],
    ["recursion through pcall", "local function f() pcall(f) end f() while true do end", "budget"],
    ["recursion through gsub", "local function f() return (('x'):gsub('x', f)) end f()", "runtime"],
  ])("stops %s", async (_, source, kind) => {
    const { load } = await lua({ loadMs: 200 });
    const result = load(source);
    expect(result).toMatchObject({ ok: false, error: { kind: expect.stringMatching(kind) } });
  });
});
