import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isAway } from "#engine/away.ts";
import { addModule, connect, removeModules, setTempo } from "#engine/command.ts";
import { serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";
import { formatScriptError, type ScriptLimits } from "#script-nodes/bridge.ts";
import { stageWith } from "./testing/stage.ts";

const stage = (limits: Partial<ScriptLimits> = {}) => stageWith(registry, { limits });

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

  it("keeps the cable of an output that is taken out and in again, or brought back by undo", async () => {
    const { engine, host, add, edit, play, id } = stage();
    await add("s", 'local o = output("Spin")');
    await play(2);
    engine.submit(addModule({ type: "audio.filter", name: "f" }));
    engine.submit(connect({ from: { module: id("s"), port: "spin" }, to: { module: id("f"), port: "cutoff" } }));
    const whole = serialisePatch(engine.snapshot(), registry);
    const outputs = () => engine.snapshot().patch.modules.get(id("s"))?.content?.outputs;
    await edit("s", '-- local o = output("Spin")');
    await play(2);
    expect(outputs()).toEqual([]);
    expect(serialisePatch(engine.snapshot(), registry)).not.toContain("s.spin");
    await edit("s", 'local o = output("Spin")');
    await play(2);
    expect(serialisePatch(engine.snapshot(), registry)).toBe(whole);
    await edit("s", "");
    await play(2);
    expect(outputs()).toEqual([]);
    engine.undo();
    engine.flush();
    await host.settled();
    await play(2);
    expect(serialisePatch(engine.snapshot(), registry)).toBe(whole);
  });

  it("loses no port and no cable to a mistake in the middle of an edit", async () => {
    const { engine, add, edit, play, id } = stage();
    await add("s", 'local o = output("Spin")');
    engine.submit(addModule({ type: "audio.filter", name: "f" }));
    engine.submit(connect({ from: { module: id("s"), port: "spin" }, to: { module: id("f"), port: "cutoff" } }));
    for (const broken of ['local o = output("Spi', 'outpt("Spin")', 'output("Other") error("no")']) {
      expect((await edit("s", broken))?.state).toBe("failed");
      await play(2);
      const { patch } = engine.snapshot();
      expect([...patch.connections.values()].filter((cable) => isAway(patch, registry, cable))).toEqual([]);
      expect(patch.modules.get(id("s"))?.content?.outputs).toEqual([expect.objectContaining({ key: "spin" })]);
    }
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
    ["an endless loop", "while true do end", /steps/],
    ["a pcall around it", "while true do pcall(function() while true do end end) end", /steps/],
    ["unbounded allocation", "local t = {} while true do t[#t + 1] = { 1, 2, 3 } end", /memory/],
  ])("%s in a frame rests after three times, and harms no other", async (_, loop, message) => {
    const { add, output, status, play } = stage();
    await add("bad", `engine:onFrame(function() ${loop} end)`);
    await add("good", "engine:onFrame(function() print('on') end)");
    await play(1);
    expect(status("bad")).toMatchObject({ state: "failed", error: { message: expect.stringMatching(message) } });
    await play(3);
    expect(status("bad")).toMatchObject({ state: "resting", error: { message: expect.stringMatching(message) } });
    expect(status("good")?.state).toBe("running");
    expect(output("good").length).toBeGreaterThanOrEqual(3);
  });

  it("keeps the old script when an edit never ends, and takes a good edit after it", async () => {
    const { add, edit, output, step } = stage({ loadInstructions: 100_000 });
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
      state: "failed",
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
