import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, type ScriptErrorKind, type ScriptFn } from "#script-nodes/bridge.ts";
import { HOST_API } from "#script-nodes/host-api.ts";
import { LANGUAGE_BINARIES } from "#script-nodes/node/language-binaries.ts";
import { luaPlugin } from "./lua-plugin.ts";

const STEPS = 2_000_000;
/** Memory is only short after more of them. */
const STEPS_TO_HOARD = 20_000_000;

interface Hostile {
  readonly name: string;
  readonly source: string;
  readonly kind: ScriptErrorKind;
  readonly line: number;
}

const spends = (name: string, line: number, source: string): Hostile => ({ name, source, kind: "budget", line });
const hoards = (name: string, line: number, source: string): Hostile => ({ name, source, kind: "memory", line });
const recurses = (name: string, line: number, source: string): Hostile => ({ name, source, kind: "runtime", line });

const PROGRAMS: readonly Hostile[] = [
  spends("a loop", 3, "local n = 0\nwhile true do\nn = n + 1 end"),
  spends("goto", 2, "::again::\ngoto again"),
  spends("tail calls", 2, "local function f()\nreturn f() end\nf()"),
  spends("a loop in pcall in a loop", 2, "while true do pcall(function()\nwhile true do end end) end"),
  spends(
    "an error handler that loops",
    3,
    "local function h()\nlocal z = 0\nwhile true do z = z + 1 end end\nxpcall(error, h)",
  ),
  spends("__close", 2, "do local x <close> = setmetatable({}, { __close = function()\nwhile true do end end }) end"),
  spends("__index", 2, "local t = setmetatable({}, { __index = function()\nwhile true do end end })\nreturn t.x"),
  spends(
    "__gc that is put in later",
    2,
    "local m = {} local t = setmetatable({}, m) m.__gc = print\nwhile true do t = {} end",
  ),
  spends("a pattern", 3, 'local a\n\nstring.find(("a"):rep(400) .. "b", ".-.-.-.-c$")'),
  spends(
    "a pattern in a coroutine",
    2,
    'coroutine.wrap(function()\nstring.find(("a"):rep(400) .. "b", ".-.-.-.-c$") end)()',
  ),
  spends("balanced brackets", 2, 'local s = ("("):rep(1000000)\nfor i = 1, 100 do s:gsub("%b()", "") end'),
  spends("table.move", 2, "local t = {}\ntable.move(t, 1, 1 << 40, 2)"),
  spends(
    "table.remove",
    2,
    "local t = setmetatable({}, { __len = function() return 1 << 40 end })\ntable.remove(t, 1)",
  ),
  spends("table.concat", 2, "local t = {} for i = 1, 1000 do t[i] = 'word' end\nwhile true do table.concat(t) end"),
  spends(
    "sort with a comparison that loops",
    2,
    "local t = { 3, 2, 1 }\ntable.sort(t, function() while true do end end)",
  ),
  spends("gsub with a function that loops", 2, "('xyz'):gsub('.', function()\nwhile true do end end)"),
  spends("a coroutine", 2, "coroutine.wrap(function()\nwhile true do end end)()"),
  spends("pcall in a coroutine", 3, "coroutine.wrap(function()\npcall(function()\nwhile true do end end) end)()"),
  spends("text that is loaded", 2, "\nload('while true do end')()"),
  spends("string.format", 2, "\nwhile true do local s = ('%99d'):format(1) end"),
  spends("utf8.len", 2, "local s = ('é'):rep(10000)\nwhile true do utf8.len(s) end"),
  spends("print", 2, "\nwhile true do print('x') end"),
  spends("calls of the host", 2, "\nwhile true do getParam('a', 'b') end"),
  spends("memory refused again and again", 2, "\nwhile true do pcall(string.rep, 'x', 1e9) end"),
  hoards("doubling", 3, "local s = 'x'\n\nwhile true do s = s .. s end"),
  hoards("one huge text", 2, "\nreturn ('x'):rep(1e9)"),
  hoards("recursion", 3, "\nlocal function f()\nreturn 1 + f() end\nf()"),
  recurses("recursion through gsub", 2, "local function f()\nreturn (('x'):gsub('x', f)) end f()"),
  recurses(
    "recursion through __index",
    2,
    "local t = setmetatable({}, { __index = function(t, k)\nreturn t[k .. 'x'] end })\nreturn t.a",
  ),
];

/** An engine with a counter that each good call moves on by one. */
async function counting(steps = STEPS) {
  const limits = { ...DEFAULT_LIMITS, loadInstructions: steps, callbackInstructions: steps, callbacks: 8 };
  const engine = await luaPlugin(LANGUAGE_BINARIES.lua).create({ now: () => 0, limits });
  const functions: ScriptFn[] = [];
  let calls = 0;
  engine.inject(HOST_API, {
    invoke(path, args) {
      calls++;
      if (path === "Engine:onFrame") functions.push(args[1] as ScriptFn);
      return 0;
    },
    time: () => ({ clock: 0, epoch: 0 }),
  });
  const load = (source: string) => engine.load({ source, chunk: "hostile", seed: 1 });
  const call = (index: number) => {
    const fn = functions[index];
    return fn ? engine.call(fn, []) : undefined;
  };
  return { engine, load, call, calls: () => calls };
}

describe.each(PROGRAMS)("$name", ({ source, kind, line }) => {
  const steps = kind === "memory" ? STEPS_TO_HOARD : STEPS;

  it("ends inside the engine, at its line, and the script before goes on", async () => {
    const { load, call, engine } = await counting(steps);
    expect(load("local n = 0 engine:onFrame(function() n = n + 1 return n end)").ok).toBe(true);
    expect(call(0)).toEqual({ ok: true, value: 1 });
    expect(load(source)).toMatchObject({ ok: false, error: { kind, line, chunk: "hostile" } });
    expect(engine.stats().poisoned).toBe(false);
    expect(call(0)).toEqual({ ok: true, value: 2 });
  });

  it("ends the same way each time", async () => {
    const ends = [];
    for (let round = 0; round < 3; round++) {
      const { load, calls, engine } = await counting(steps);
      ends.push({ result: load(source), calls: calls(), after: engine.stats() });
    }
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  });

  it("leaves the state of a script as it was when a callback does it", async () => {
    const { load, call } = await counting(steps);
    const nested = `local n = 0\nengine:onFrame(function() n = n + 1 return n end)\nengine:onFrame(function() n = 100\n${source}\nend)`;
    expect(load(nested).ok).toBe(true);
    for (let round = 0; round < 3; round++) {
      expect(call(1)).toMatchObject({ ok: false, error: { kind } });
      const value = kind === "runtime" ? 101 : 1;
      expect(call(0)).toEqual({ ok: true, value: kind === "runtime" ? value : 1 });
    }
  });
});

it("counts the same number of turns up to the last one, each time", async () => {
  const turns = async () => {
    const { load, call } = await counting();
    load("local n = 0\nengine:onFrame(function() n = n + 1 while true do n = n + 1 end end)");
    const result = call(0);
    const { load: again, calls } = await counting();
    again("while true do getParam('a', 'b') end");
    return [result, calls()];
  };
  const first = await turns();
  expect(await turns()).toEqual(first);
  expect(await turns()).toEqual(first);
});

it("knows the function of a callback that is stopped at once, and its line from the second time on", async () => {
  const { load, call } = await counting();
  load("engine:onFrame(function()\nlocal n = 0\nwhile true do\nn = n + 1\nend end)");
  expect(call(0)).toMatchObject({
    ok: false,
    error: { line: 1, message: expect.stringContaining("after 2 million steps in the function of line 1") },
  });
  const second = call(0);
  expect(second).toMatchObject({ ok: false, error: { message: expect.stringMatching(/after 2 million steps\. /) } });
  expect(second?.ok === false && [3, 4].includes(second.error.line ?? 0)).toBe(true);
});

it("goes back by no more than 64 calls, and never behind a callback that was added", async () => {
  const { load, call } = await counting();
  load("n = 0 engine:onFrame(function() n = n + 1 return n end) engine:onFrame(function() while true do end end)");
  for (let calls = 0; calls < 100; calls++) call(0);
  call(1);
  const next = call(0);
  expect(next?.ok && (next.value as number)).toBeGreaterThanOrEqual(100 - 64);
});

it("counts nothing the host does for a script", async () => {
  const { load, call, engine } = await counting(100_000);
  load("local last engine:onFrame(function(state) last = state return #state end)");
  const large = Array.from({ length: 50_000 }, (_, index) => ({ index, name: `n${index}` }));
  expect(call(0)).toMatchObject({ ok: false, error: { kind: "runtime" } });
  const seen: ScriptFn[] = [];
  engine.inject(HOST_API, {
    invoke: (_, args) => {
      seen.push(args[1] as ScriptFn);
      return 0;
    },
    time: () => ({ clock: 0, epoch: 0 }),
  });
  load("engine:onFrame(function(state) return #state end)");
  expect(seen[0] && engine.call(seen[0], [large])).toEqual({ ok: true, value: 50_000 });
});

it("stays as large as it was over 500 calls that are cut off", async () => {
  const { load, call, engine } = await counting(20_000);
  load("local n = 0 engine:onFrame(function() local t = {} while true do t[#t + 1] = {} end end)");
  call(0);
  const { memoryBytes } = engine.stats();
  for (let calls = 0; calls < 500; calls++) call(0);
  expect(engine.stats().memoryBytes).toBe(memoryBytes);
});
