import { describe, expect, it } from "vitest";
import { createPattern, replacePatch, setContent } from "#engine/command.ts";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";
import { createScriptEngineRegistry } from "#script-nodes/registry.ts";
import { toyPlugin } from "#script-nodes/testing/toy-plugin.ts";
import { stageWith } from "./testing/stage.ts";

const stage = () => stageWith(registry);
const COUNTING = "engine:onFrame(function() print('old') end)";

/** A stage whose only language is the toy, under Lua's name. */
function toys() {
  const languages = createScriptEngineRegistry();
  languages.register({ ...toyPlugin(), id: "lua", aliases: [], extensions: [".lua"] });
  return stageWith(registry, { languages });
}

describe("a thread that breaks down", () => {
  it("gives every script its last good text again, and keeps what was wrong with the newest", async () => {
    const { add, edit, breakDown, host, status, output, play } = stage();
    await add("good", COUNTING);
    expect(await edit("good", "this is no lua")).toMatchObject({ state: "failed", error: { line: 1 } });
    breakDown();
    await host.settled();
    await host.idle();
    expect(status("good")).toMatchObject({ state: "failed", error: { line: 1 } });
    const before = output("good").length;
    await play(2);
    expect(output("good").slice(before)).toEqual(["old", "old"]);
  });

  it("is replaced at once; after three breakdowns it rests, and begins again by itself", async () => {
    const { add, breakDown, status, threads, play, host } = stage();
    await add("s", COUNTING);
    breakDown();
    breakDown();
    expect(threads()).toBe(3);
    breakDown();
    expect(threads()).toBe(3);
    expect(status("s")).toMatchObject({ state: "failed", error: { kind: "killed" } });
    await play(200);
    await host.settled();
    expect(threads()).toBe(4);
    expect(status("s")).toMatchObject({ state: "running" });
    expect(status("s")?.error).toBeUndefined();
  });

  it.each(["an edit", "Restart"])("is started by %s, however often it broke down", async (what) => {
    const { add, edit, breakDown, host, id, status, output } = stage();
    await add("s", "print('x')");
    for (let time = 0; time < 12; time++) breakDown();
    if (what === "an edit") await edit("s", "print('y')");
    else host.restart(id("s"));
    await host.settled();
    expect(status("s")).toMatchObject({ state: "running" });
    expect(output("s").at(-1)).toBe(what === "an edit" ? "y" : "x");
  });

  it("runs a text that was still waiting to be tried", async () => {
    const { engine, add, breakDown, host, id, status, output } = stage();
    await add("s", COUNTING);
    engine.submit(setContent({ module: id("s"), content: { source: "print('new')" } }));
    engine.flush();
    breakDown();
    await host.settled();
    expect(status("s")).toMatchObject({ state: "running" });
    expect(output("s").at(-1)).toBe("new");
  });
});

describe("an engine that throws", () => {
  it("fails that script and no other", async () => {
    const { add, output, play } = toys();
    await add("good", '["Engine:onFrame", { "fn": ["print", "on"] }]');
    expect(await add("bad", '["throw"]')).toMatchObject({ state: "failed", error: { message: /out of memory/ } });
    expect(await add("late", '["Engine:onFrame", { "fn": ["throw"] }]')).toMatchObject({ state: "running" });
    await play(3);
    expect(output("good")).toEqual(["on", "on", "on"]);
  });

  it("tells when a state cannot even be made, and takes the next script", async () => {
    const { add } = stageWith(registry, { limits: { memoryBytes: 1_000 } });
    expect(await add("s", "x = 1")).toMatchObject({ state: "failed" });
    expect(await add("t", "x = 1")).toMatchObject({ state: "failed" });
  });
});

describe("ids of what scripts make", () => {
  const patternNamed = ({ engine }: ReturnType<typeof stage>, name: string) =>
    [...engine.snapshot().patch.patterns.values()].find((pattern) => pattern.name === name);

  it("are paired for all a command makes: the pattern a sequencer brings along is the one then written", async () => {
    const world = stage();
    await world.add(
      "s",
      'addModule("delay", "x") pattern("a", 4) sequencer("s1") engine:getPatternRuntime():setStep("pattern1", 1, 60)',
    );
    await world.play(3);
    expect(world.trouble).toEqual([]);
    expect(patternNamed(world, "pattern1")?.steps[0]?.note).toBe(60);
  });

  it("never meet those of what a hand made meanwhile", async () => {
    const world = stage();
    const source = 'sequencer("s1") engine:getPatternRuntime():setStep("pattern1", 1, 60)';
    const adding = world.add("s", source);
    world.engine.submit(createPattern({ name: "mine" }));
    await adding;
    await world.play(3);
    expect(patternNamed(world, "mine")?.steps[0]?.note).toBeNull();
    expect(patternNamed(world, "pattern1")?.steps[0]?.note).toBe(60);
    expect(world.trouble).toEqual([]);
  });

  it("leave no pattern nobody plays behind a sequencer that is given one", async () => {
    const world = stage();
    await world.add("s", 'pattern("beat", 4) sequencer("drums", { pattern = "beat" })');
    await world.play(3);
    expect([...world.engine.snapshot().patch.patterns.values()].map(({ name }) => name)).toEqual(["beat"]);
    expect([...world.engine.snapshot().patch.bindings.values()]).toEqual([patternNamed(world, "beat")?.id]);
  });
});

it("shows a state that is read-only all the way down", async () => {
  const { add } = stage();
  const status = await add("s", 'pattern("a", 4) engine:getState().patterns.a.steps[1].note = 3');
  expect(status?.error?.message).toMatch(/read-only/);
});

it("runs the scripts of a patch anew when it is opened again", async () => {
  const { engine, add, host, play, id, status } = stage();
  await add("s", "n = (n or 0) + 1 engine:onFrame(function() print('run ' .. n) end)");
  await play(2);
  const read = parsePatch(serialisePatch(engine.snapshot(), registry), registry);
  if (!read.ok) throw new Error(read.reason);
  const before = host.statusOf(id("s"));
  engine.submit(replacePatch(read.value));
  engine.flush();
  expect(host.statusOf(id("s"))).not.toBe(before);
  await host.settled();
  await play(2);
  expect(status("s")).toMatchObject({ state: "running" });
  expect(status("s")?.output.at(-1)).toBe("run 1");
});
