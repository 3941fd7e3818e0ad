import { describe, expect, it } from "vitest";
import {
  DEFAULT_LIMITS,
  type HostBinding,
  type ScriptFn,
  type ScriptLimits,
  type ScriptValue,
} from "#script-nodes/bridge.ts";
import { HOST_API } from "#script-nodes/host-api.ts";
import { LANGUAGE_BINARIES } from "#script-nodes/node/language-binaries.ts";
import { luaPlugin } from "./lua-plugin.ts";

async function lua(limits: Partial<ScriptLimits> = {}) {
  const engine = await luaPlugin(LANGUAGE_BINARIES.lua).create({
    now: () => performance.now(),
    limits: { ...DEFAULT_LIMITS, ...limits },
  });
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
    ["a flood of calls of the host", "while true do print('x') end", "budget"],
    ["unbounded tables", "local t = {} while true do t[#t + 1] = { 1, 2, 3 } end", "memory"],
    ["one huge string", "return ('x'):rep(1e9)", "memory"],
    ["recursion", "local function f() return 1 + f() end f()", "memory"],
    ["recursion through pcall", "local function f() pcall(f) end f() while true do end", "budget"],
    ["recursion through gsub", "local function f() return (('x'):gsub('x', f)) end f()", "runtime"],
  ])("stops %s", async (_, source, kind) => {
    const { load } = await lua({ loadInstructions: 50_000_000 });
    const result = load(source);
    expect(result).toMatchObject({ ok: false, error: { kind: expect.stringMatching(kind) } });
  });
});

describe("what a script must not reach", () => {
  it.each([
    ["io"],
    ["debug"],
    ["package"],
    ["require"],
    ["dofile"],
    ["loadfile"],
    ["collectgarbage"],
    ["os.execute"],
    ["os.getenv"],
    ["string.dump"],
    ["('x').dump"],
    ["hostPrint"],
    ["warn"],
  ])("%s", async (name) => {
    expect(await evaluated(`return ${name} == nil`)).toBe(true);
  });

  it.each([
    ["finalizers", "setmetatable({}, { __gc = function() end })", "__gc is not available"],
    ["binary chunks", "assert(load('\\27Lua'))", "attempt to load a binary chunk"],
    ["functions for load", "load(function() return nil end)", "load takes a string"],
    ["a handle's metatable", "getmetatable(engine).__index = nil", "attempt to index a boolean value"],
    ["coroutines as arguments", "setParam(coroutine.create(print), 'x', 1)", "coroutine"],
    ["tables in circles", "local t = {} t.t = t sampler('x', t)", "contains itself"],
  ])("%s", async (_, source, message) => {
    expect((await lua()).load(source)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining(message) },
    });
  });

  it("state it could change, not even through pairs", async () => {
    const { load, answers } = await lua();
    answers.set("Engine:getState", Object.freeze({ modules: Object.freeze({ kick: Object.freeze({ volume: 1 }) }) }));
    const source = `
      local state = engine:getState()
      local _, raw = pairs(state.modules)
      local names = {}
      for name, module in pairs(state.modules) do names[#names + 1] = name .. module.volume end
      return { pcall(function() raw.kick = 1 end), pcall(function() state.x = 1 end), names[1], rawequal(raw, state.modules) }`;
    expect(load(source)).toMatchObject({ ok: true, value: [false, false, "kick1", true] });
  });
});

it("shows the same table for a module that did not change", async () => {
  const { load, calls, engine } = await lua();
  load("engine:onStateChange(function(s) local same = s.modules.a == last last = s.modules.a return same end)");
  const fn = calls[0]?.args[1] as ScriptFn;
  const a = Object.freeze({ x: 1 });
  const state = (b: number) => Object.freeze({ modules: Object.freeze({ a, b: Object.freeze({ x: b }) }) });
  expect(engine.call(fn, [state(1)])).toEqual({ ok: true, value: false });
  expect(engine.call(fn, [state(2)])).toEqual({ ok: true, value: true });
});

it("names a text with a long name whole", async () => {
  const { engine } = await lua();
  const chunk = `${"folder/".repeat(20)}script.lua`;
  const result = engine.load({ source: "\nerror('x')", chunk, seed: 1 });
  expect(result).toMatchObject({ ok: false, error: { chunk, line: 2, message: "x" } });
});

it("gives error objects, levels and messages of several lines their place", async () => {
  const { load } = await lua();
  expect(load("\nerror({ message = 'said' })")).toMatchObject({ error: { message: "said", line: 2 } });
  expect(load("\n\nerror({})")).toMatchObject({ error: { message: "(error object is a table)", line: 3 } });
  expect(load("local function f() error('deep', 2) end\n\nf()")).toMatchObject({ error: { message: "deep", line: 3 } });
});
