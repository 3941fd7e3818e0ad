import { describe, expect, it } from "vitest";
import { addModule } from "#engine/command.ts";
import { registry } from "#modules/index.ts";
import { apiEntries } from "#script-nodes/api-entries.ts";
import { stageWith } from "./testing/stage.ts";

const stage = () => stageWith(registry);

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
      'local p = engine:getPatternRuntime() p:createPattern("beat", 8) p:setStep("beat", 2, { note = 61, volume = 0.5 }) local s = p:getStep("beat", 2) print(s.note, s.volume, s.chance, p:getStep("beat", 1).note, p:getPatternNames()[#p:getPatternNames()])',
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
    ['connect("lfo", "speakers")', /^1: “lfo” can't feed “speakers”/],
    ['sampler("tone")', "1: “tone” is there already, and it is an audio.oscillator, not an audio.sampler."],
    ['addModule("banana")', /^1: There is no module type called “banana”/],
    [
      "engine.getClock()",
      "1: getClock is called on nothing instead of an Engine; write a colon before getClock, not a dot.",
    ],
    ["engine:getClock():setBPM(9000)", /between 20 and 480/],
    ["local a = 1\nlocal b = = 2", "2: unexpected symbol near '='"],
    ["local t\n\nprint(t.x)", "3: attempt to index a nil value (local 't')"],
    ["engine:getState().modules.tone.parameters.octave = 3", /read-only/],
    [
      'input("Depth", { maximum = 3 })',
      "1: input: “Depth” has no setting called “maximum”. It has: min, max, default.",
    ],
    ['output("Spin", { signal = "event" })', /^1: output: “Spin” has no setting called “signal”/],
  ])("%s", async (source, message) => {
    const [line] = await printed(source);
    if (typeof message === "string") expect(line).toBe(message);
    else expect(line).toMatch(message);
  });
});

it("offers every function for completion, with a signature, a sentence and an example", () => {
  const entries = apiEntries();
  expect(entries.find((entry) => entry.path === "Clock:setBPM")).toEqual({
    path: "Clock:setBPM",
    name: "setBPM",
    written: "setBPM",
    of: "Clock",
    signature: "setBPM(bpm)",
    doc: "Sets the tempo, 20 to 480 beats a minute.",
    example: "engine:getClock():setBPM(140)",
  });
  expect(entries.find((entry) => entry.path === "Engine:onFrame")?.written).toBe("engine:onFrame");
  expect(entries.find((entry) => entry.path === "connect")?.signature).toBe("connect(from, to, signal?) -> boolean");
  for (const entry of entries) {
    expect(entry.doc).toMatch(/\.$/);
    expect(entry.example).toContain(entry.name);
  }
});
