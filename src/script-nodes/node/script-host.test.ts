import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addModule, removeModules, setContent, setTempo } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { moduleAt } from "#engine/name-index.ts";
import { registry } from "#modules/index.ts";
import { formatScriptError, type ScriptLimits } from "#script-nodes/bridge.ts";
import { createNodeScriptHost } from "./script-host.ts";

/** An engine with scripts stepped in this thread, as a render does it. */
function stage(limits: Partial<ScriptLimits> = {}) {
  const engine = createEngine({ registry });
  const driven: [string, number][] = [];
  const trouble: string[] = [];
  const readings = new Map<string, number>();
  let tick = 0;
  const live = {
    tick: () => tick,
    value: (module: number, key: string) => readings.get(`${nameOf(module)}.${key}`),
    drive: (module: number, key: string, value: number) => void driven.push([`${nameOf(module)}.${key}`, value]),
  };
  const nameOf = (module: number) => engine.snapshot().patch.modules.get(module)?.name ?? String(module);
  const host = createNodeScriptHost({ engine, live, onTrouble: (message) => trouble.push(message), limits });
  const id = (name: string): number => moduleAt(engine.snapshot().patch, name) ?? -1;

  const add = async (name: string, source: string) => {
    const outcome = engine.submit(addModule({ type: "script.lua", name, content: { source } }));
    if (!outcome.ok) throw new Error(outcome.reason);
    engine.flush();
    await host.settled();
    return status(name);
  };
  const edit = async (name: string, source: string) => {
    const content = engine.snapshot().patch.modules.get(id(name))?.content;
    engine.submit(setContent({ module: id(name), content: { ...content, source } }));
    engine.flush();
    await host.settled();
    return status(name);
  };
  const status = (name: string) => host.statusOf(id(name));
  const output = (name: string) => [...(status(name)?.output ?? [])];
  const step = (frames = 1) => {
    for (let frame = 0; frame < frames; frame++) {
      engine.flush();
      tick += 16;
      host.frame(tick / 960, 1_000);
    }
  };
  return { engine, host, driven, trouble, readings, add, edit, status, output, step, id };
}

/** What a script prints, run beside a patch of an oscillator “tone”, a filter “lowpass” and an output “speakers”. */
async function printed(source: string): Promise<readonly string[]> {
  const { engine, add, output } = stage();
  for (const [type, name] of [
    ["audio.oscillator", "tone"],
    ["audio.filter", "lowpass"],
    ["control.lfo", "lfo"],
    ["sequencer.tracker", "drums"],
    ["io.audio-output", "speakers"],
  ] as const) {
    expect(engine.submit(addModule({ type, name })).ok).toBe(true);
  }
  engine.flush();
  const status = await add("script", source);
  if (status?.error) return [`${status.error.line}: ${status.error.message}`];
  return output("script");
}

describe("every function of the API", () => {
  it.each([
    ["setParam, getParam", 'setParam("lowpass", "cutoff", 500) print(getParam("lowpass", "cutoff"))', ["500"]],
    ["a choice by its name", 'setParam("tone", "wave", "sine") print(getParam("tone", "wave"))', ["sine"]],
    ["clamping", 'setParam("lowpass", "resonance", 7) print(getParam("lowpass", "resonance") <= 1)', ["true"]],
    ["clock tempo", "local c = engine:getClock() c:setBPM(140) print(c:getBPM())", ["140"]],
    [
      "clock states",
      "local c = engine:getClock() c:play() print(c:isPlaying()) c:pause() print(c:isPlaying()) c:start() print(c:isPlaying()) c:stop() c:reset() print(c:isPlaying(), c:getBeat())",
      ["true", "false", "true", "false\t0"],
    ],
    [
      "state",
      "local s = engine:getState() print(s.clock.bpm, s.transport.bpm, s.modules.lowpass.parameters.cutoff > 0)",
      ["120\t120\ttrue"],
    ],
    [
      "a module",
      'local m = engine:getModuleRegistry():getModule("tone") print(m:getName(), m:getType())',
      ["tone\taudio.oscillator"],
    ],
    ["no module", 'print(engine:getModuleRegistry():getModule("ghost"))', ["nil"]],
    [
      "module names",
      "print(table.concat(engine:getModuleRegistry():getAllModuleNames(), ' '))",
      ["tone lowpass lfo drums speakers script"],
    ],
    [
      "module parameters",
      'local m = engine:getModuleRegistry():getModule("tone") m:setParameter("octave", 2) print(m:getParameter("octave"), m:getParameters().octave)',
      ["2\t2"],
    ],
    [
      "connect",
      'print(connect("tone.audio", "lowpass.audio"), connect("tone.audio", "lowpass.audio"))',
      ["true\tfalse"],
    ],
    [
      "connect by module",
      'connect("lowpass", "speakers") print(engine:getConnectionManager():getConnections()[1].to)',
      ["speakers.audio"],
    ],
    [
      "disconnect",
      'connect("tone", "lowpass") print(disconnect("tone", "lowpass"), disconnect("tone", "lowpass"))',
      ["true\tfalse"],
    ],
    [
      "connection manager",
      'local c = engine:getConnectionManager() print(c:connect("tone", "speakers"), #c:getConnections(), c:disconnect("tone", "speakers"), #c:getConnections())',
      ["true\t1\ttrue\t0"],
    ],
    [
      "parameter router",
      'local r = engine:getParameterRouter() print(r:connect("lfo.value", "lowpass.cutoff", 0.5)) r:connect("lfo.value", "lowpass.cutoff", 0.25) local c = r:getConnections()[1] print(c.to, c.amount, r:disconnect("lfo.value", "lowpass.cutoff"))',
      ["true", "lowpass.cutoff\t0.25\ttrue"],
    ],
    [
      "pattern runtime",
      'local p = engine:getPatternRuntime() p:createPattern("beat", 8) p:setStep("beat", 2, { note = 61, volume = 0.5 }) local s = p:getStep("beat", 2) print(s.note, s.volume, s.chance, p:getStep("beat", 1).note, p:getPatternNames()[1])',
      ["61\t0.5\t100\tnil\tbeat"],
    ],
    ["binding", 'pattern("beat", 4) engine:getPatternRuntime():bind("drums", "beat") print("bound")', ["bound"]],
    [
      "deleting a pattern",
      'pattern("x", 4) local p = engine:getPatternRuntime() print(p:deletePattern("x"), p:deletePattern("x"))',
      ["true\tfalse"],
    ],
    [
      "pattern from a list",
      'pattern("p", { 60, false, { note = 62, volume = 0.5 } }) print(engine:getPatternRuntime():getStep("p", 3).volume)',
      ["0.5"],
    ],
    [
      "exec",
      'print(exec("set lowpass cutoff 900").success, exec("get lowpass.cutoff").message, exec("nonsense").success)',
      ["true\t900\tfalse"],
    ],
    [
      "executeCommand",
      'print(engine:executeCommand("bpm 99").message, engine:executeCommand("add audio.delay echo").message)',
      ["99 bpm\tAdded echo."],
    ],
    [
      "exec remove and ls",
      'exec("remove tone") print((exec("ls").message:gsub("\\n.*", "")))',
      ["lowpass  audio.filter"],
    ],
    [
      "declaratives",
      'local m = audioOut("speakers") print(m:getName(), sampler("kick"):getType(), sequencer("seq"):getType())',
      ["speakers\taudio.sampler\tsequencer.tracker"],
    ],
    [
      "addModule without a name",
      'local a, b = addModule("delay"), addModule("delay") print(a:getName() ~= b:getName())',
      ["true"],
    ],
    ["os and math", "print(os.clock(), io, debug, require, load('return 1')())", ["0\tnil\tnil\tnil\t1"]],
  ])("%s", async (_, source, expected) => {
    expect(await printed(source)).toEqual(expected);
  });
});

describe("failures in words, on their line", () => {
  it.each([
    ['\nsetParam("ghost", "x", 1)', "2: There is no module called “ghost”."],
    ['setParam("tone", "colour", 1)', /^1: “tone” has no parameter called “colour”. It has: wave, /],
    ['setParam("tone", "wave", "purple")', /purple/],
    ['connect("tone.nothing", "speakers.audio")', "1: “tone” has no output called “nothing”."],
    ['connect("lfo", "speakers")', "1: “lfo” has no output that fits an input of “speakers”."],
    ['sampler("tone")', "1: “tone” is there already, and it is a audio.oscillator, not a audio.sampler."],
    ['addModule("banana")', /^1: There is no module type called “banana”/],
    [
      "engine.getClock()",
      "1: getClock is called on nothing instead of a Engine; write a colon before getClock, not a dot.",
    ],
    ["engine:getClock():setBPM(9000)", /between 20 and 480/],
    ["local a = 1\nlocal b = = 2", "2: unexpected symbol near '='"],
    ["local t\n\nprint(t.x)", "3: attempt to index a nil value (local 't')"],
    ["engine:getState().modules.tone.parameters.octave = 3", /read-only/],
  ])("%s", async (source, message) => {
    const [line] = await printed(source);
    if (typeof message === "string") expect(line).toBe(message);
    else expect(line).toMatch(message);
  });
});

describe("onStateChange", () => {
  it("hears of changes from any source, after the turn, with the whole state", async () => {
    const { engine, add, output, step } = stage();
    await add("watcher", "engine:onStateChange(function(s) print(s.clock.bpm) end)");
    step();
    const before = output("watcher").length;
    engine.submit(setTempo({ bpm: 90 }));
    engine.submit(setTempo({ bpm: 91 }));
    step();
    expect(output("watcher").slice(before)).toEqual(["91"]);
  });

  it("removes callbacks by id and never fails on another id", async () => {
    const { engine, add, output, step } = stage();
    await add(
      "watcher",
      "local id = engine:onStateChange(function() print('gone') end) print(engine:removeStateChangeCallback(id), engine:removeStateChangeCallback(id), engine:removeStateChangeCallback('x'))",
    );
    engine.submit(setTempo({ bpm: 90 }));
    step();
    expect(output("watcher")).toEqual(["true\tfalse\tfalse"]);
  });

  it("does not call a script again for what its own callback changed, but tells the others", async () => {
    const { engine, add, output, step } = stage();
    await add(
      "counter",
      "n = 0 engine:onStateChange(function(s) n = n + 1 print(n) engine:getClock():setBPM(s.clock.bpm + 1) end)",
    );
    await add("other", "engine:onStateChange(function(s) print(s.clock.bpm) end)");
    step(3);
    const [calls, heard] = [output("counter").length, output("other").length];
    engine.submit(setTempo({ bpm: 200 }));
    step(20);
    expect(output("counter").length).toBe(calls + 1);
    expect(output("other").slice(heard)).toEqual(["200", "201"]);
  });

  it("reports a failing callback with its line and goes on with the others", async () => {
    const { engine, add, output, status, step } = stage();
    await add(
      "mixed",
      "engine:onStateChange(function()\n  error('ouch')\nend)\nengine:onStateChange(function() print('fine') end)",
    );
    step();
    engine.submit(setTempo({ bpm: 90 }));
    step();
    expect(status("mixed")).toMatchObject({ state: "failed", error: { message: "ouch", line: 2 } });
    expect(output("mixed")).toContain("fine");
  });

  it("moves a parameter because the state changed", async () => {
    const { engine, add, step, id } = stage();
    engine.submit(addModule({ type: "audio.filter", name: "bright" }));
    await add("reactive", "engine:onStateChange(function(s) setParam('bright', 'cutoff', s.clock.bpm * 10) end)");
    engine.submit(setTempo({ bpm: 90 }));
    step(2);
    expect(engine.snapshot().patch.parameters.get(id("bright"))).toContain(900);
    expect(engine.undoState("hand").undo).toBeDefined();
  });
});

describe("ports", () => {
  it("declares them in the module's content without an undo step, and drives the outputs", async () => {
    const { engine, add, driven, readings, step, id } = stage();
    await add(
      "mod",
      "local o = output('Big Spin', { max = 2 }) local i = input('Amount', { min = 10, max = 20, default = 12 }) engine:onFrame(function() o:set(i:get()) print(i:get()) end)",
    );
    step();
    const content = engine.snapshot().patch.modules.get(id("mod"))?.content;
    expect(content).toMatchObject({
      inputs: [{ key: "amount", label: "Amount" }],
      outputs: [{ key: "bigSpin", label: "Big Spin" }],
    });
    readings.set("mod.amount", 0.5);
    step();
    expect(driven.at(-1)).toEqual(["mod.bigSpin", 2]);
    engine.undo();
    expect(engine.snapshot().patch.modules.size).toBe(0);
  });

  it("drives a parameter without editing the patch", async () => {
    const { engine, add, driven, step } = stage();
    engine.submit(addModule({ type: "audio.filter", name: "bright" }));
    await add("mod", "engine:onFrame(function(t, beat) drive('bright', 'cutoff', 100 + beat) end)");
    const { version } = engine.snapshot();
    step(2);
    expect(driven.at(-1)?.[0]).toBe("bright.cutoff");
    expect(engine.snapshot().version).toBe(version);
  });
});

describe("hostile scripts", () => {
  it.each([
    ["an endless loop", "while true do end", /longer than|instructions/],
    ["a pcall around it", "while true do pcall(function() while true do end end) end", /longer than|instructions/],
    ["unbounded allocation", "local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end", /memory/],
  ])("%s in a frame disables only that module", async (_, loop, message) => {
    const { add, output, status, step } = stage({ callbackMs: 50 });
    await add("bad", `engine:onFrame(function() ${loop} end)`);
    await add("good", "engine:onFrame(function() print('on') end)");
    step(3);
    expect(status("bad")).toMatchObject({ state: "disabled", error: { message: expect.stringMatching(message) } });
    expect(status("good")?.state).toBe("running");
    expect(output("good").length).toBeGreaterThanOrEqual(3);
  });

  it("keeps the old script when an edit never ends, and takes a good edit after it", async () => {
    const { add, edit, output, step } = stage({ loadMs: 50 });
    await add("live", "engine:onFrame(function() print('old') end)");
    expect(await edit("live", "while true do end")).toMatchObject({ state: "failed", error: { line: 1 } });
    step();
    expect(output("live").at(-1)).toBe("old");
    expect(await edit("live", "engine:onFrame(function() print('new') end)")).toMatchObject({ state: "running" });
    step();
    expect(output("live").at(-1)).toBe("new");
  });

  it("holds back a flood of lines", async () => {
    const { add, output } = stage({ linesPerSecond: 10 });
    await add("chatty", "for i = 1, 1000 do print(i) end");
    expect(output("chatty")).toHaveLength(10);
  });

  it("refuses more callbacks than the limit", async () => {
    const { add } = stage({ callbacks: 8 });
    const status = await add("greedy", "for i = 1, 100 do engine:onFrame(function() end) end");
    expect(status).toMatchObject({
      state: "disabled",
      error: { line: 1, message: expect.stringContaining("8 functions") },
    });
  });
});

it("forgets a script whose module is removed", async () => {
  const { engine, add, status, step, id } = stage();
  await add("brief", "engine:onFrame(function() end)");
  engine.submit(removeModules({ modules: [id("brief")] }));
  step();
  expect(status("brief")).toBeUndefined();
});

it("uses what it made at once, and again after it became part of the patch", async () => {
  const { engine, add, step, id } = stage();
  await add(
    "maker",
    "local d = addModule('audio.delay', 'echo') addModule('audio.oscillator', 'tone') connect('tone', d) engine:onFrame(function() d:setParameter('mix', 0.25) end)",
  );
  step(3);
  expect(engine.snapshot().patch.connections.size).toBe(1);
  expect(engine.snapshot().patch.parameters.get(id("echo"))).toContain(0.25);
});

it("changes nothing when a declarative script runs again", async () => {
  const { engine, add, host, step, id } = stage();
  const source = readFileSync("examples/scripts/drum-pattern.lua", "utf8");
  await add("beat", source);
  step();
  const { version } = engine.snapshot();
  host.restart(id("beat"));
  await host.settled();
  step();
  expect(engine.snapshot().version).toBe(version);
});

it("draws the same chance in every run of the same patch", async () => {
  const draw = async () => {
    const { add, output } = stage();
    await add("dice", "print(math.random(1000000), math.random())");
    return output("dice");
  };
  expect(await draw()).toEqual(await draw());
});

describe("evaluating a text without a module", () => {
  it("runs it and tells file, line and message", async () => {
    const { host, engine } = stage();
    const lines: string[] = [];
    host.onLine((_, line) => lines.push(line));
    const done = await host.evaluate({
      language: "lua",
      source: "print('hi') addModule('audio.delay', 'echo')",
      chunk: "a.lua",
    });
    expect(done.state).toBe("running");
    expect(lines).toEqual(["hi"]);
    expect([...engine.snapshot().patch.modules.values()].map((module) => module.name)).toEqual(["echo"]);
    const failed = await host.evaluate({ language: "lua", source: "\nboom()", chunk: "a.lua" });
    expect(failed.error && formatScriptError(failed.error)).toBe(
      "a.lua:2: attempt to call a nil value (global 'boom')",
    );
  });
});

describe("examples", () => {
  const folder = "examples/scripts";
  it.each(readdirSync(folder).filter((name) => name.endsWith(".lua")))("%s runs", async (name) => {
    const { add, status, trouble, step } = stage();
    await add("example", readFileSync(`${folder}/${name}`, "utf8"));
    step(5);
    expect(status("example")).toMatchObject({ state: "running" });
    expect(trouble).toEqual([]);
  });
});
