import { describe, expect, it } from "vitest";
import { addModule, bypassModules, removeModules } from "#engine/command.ts";
import { registry } from "#modules/index.ts";
import type { ScriptEnginePlugin } from "#script-nodes/bridge.ts";
import { luaPlugin } from "#script-nodes/lua/lua-plugin.ts";
import { createScriptEngineRegistry } from "#script-nodes/registry.ts";
import { LANGUAGE_BINARIES } from "./language-binaries.ts";
import { stageWith } from "./testing/stage.ts";

/** Counts its frames in a global, and says how far it is. */
const COUNTING = "n = 0 engine:onFrame(function() n = n + 1 print(n) end)";

/** Lua, and what happens in the middle of a script that prints `now`. */
function luaThat(onNow: () => void): ScriptEnginePlugin {
  const plugin = luaPlugin(LANGUAGE_BINARIES.lua);
  return {
    ...plugin,
    async create(surroundings) {
      const bridge = await plugin.create(surroundings);
      return {
        ...bridge,
        setOutput: (sink) =>
          bridge.setOutput((line) => {
            if (line === "now") onNow();
            sink(line);
          }),
      };
    },
  };
}

/** A stage with a script that counts, three frames old. */
async function counting(onNow: (world: ReturnType<typeof stageWith>) => void = () => {}) {
  const languages = createScriptEngineRegistry();
  languages.register(luaThat(() => onNow(world)));
  const world = stageWith(registry, {
    languages,
    limits: { loadInstructions: 2_000_000, callbackInstructions: 1_000_000, memoryBytes: 4_000_000 },
  });
  await world.add("b", COUNTING);
  await world.play(3);
  return world;
}

type World = Awaited<ReturnType<typeof counting>>;

/** No line is missing, none comes twice, and it has gone on. */
function expectUnbroken(world: World, least: number): void {
  const said = world.output("b").map(Number);
  expect(said).toEqual(said.map((_, index) => index + 1));
  expect(said.length).toBeGreaterThanOrEqual(least);
  expect(world.status("b")).toMatchObject({ state: "running" });
}

const inFrame = (code: string): string => `engine:onFrame(function() ${code} end)`;

describe("a script that counts goes on unbroken when another", () => {
  it.each([
    ["fails to compile", "this is no lua"],
    ["fails while it loads", "error('ouch')"],
    ["loads without end", "while true do end"],
    ["loads without end in a search pattern", 'string.find(("a"):rep(400) .. "b", ".-.-.-.-c$")'],
    ["loads more than it may hold", "local t = {} while true do t[#t + 1] = {} end"],
    ["fails in each frame", inFrame("error('ouch')")],
    ["never comes back from a frame", inFrame("while true do end")],
    ["never comes back from a search pattern", inFrame('string.find(("a"):rep(400) .. "b", ".-.-.-.-c$")')],
    ["holds more than it may in a frame", inFrame("local t = {} while true do t[#t + 1] = {} end")],
    ["asks for a gigabyte", inFrame("local t = ('x'):rep(1e9)")],
    ["calls itself without end", inFrame("local function f() return 1 + f() end f()")],
    ["floods the host with calls", inFrame("while true do getParam('b', 'x') end")],
  ])("%s", async (_, source) => {
    const world = await counting();
    await world.add("a", source);
    await world.play(10);
    expect(world.status("a")?.state).toMatch(/failed|resting/);
    expect(world.threads()).toBe(1);
    expectUnbroken(world, 13);
  });

  it("is edited, restarted, bypassed, and removed", async () => {
    const world = await counting();
    await world.add("a", COUNTING);
    await world.edit("a", "x = 1");
    await world.play(1);
    world.host.restart(world.id("a"));
    await world.host.settled();
    await world.play(1);
    world.engine.submit(bypassModules({ modules: [world.id("a")], bypassed: true }));
    await world.play(1);
    world.engine.submit(removeModules({ modules: [world.id("a")] }));
    await world.play(1);
    expect(world.threads()).toBe(1);
    expectUnbroken(world, 7);
  });

  it("breaks its engine", async () => {
    const world = await counting(() => {
      throw new WebAssembly.RuntimeError("unreachable");
    });
    await world.add("a", inFrame("print('now')"));
    await world.play(10);
    expect(world.status("a")).toMatchObject({ state: "resting", error: { message: /unreachable/ } });
    expect(world.threads()).toBe(1);
    expectUnbroken(world, 13);
  });

  it("hangs and its thread is ended: only that one rests, and what the others did in that frame is done", async () => {
    const world = await counting(({ breakDown }) => breakDown());
    await world.edit("b", `${COUNTING} engine:onFrame(function() engine:getClock():setBPM(100 + n) end)`);
    await world.play(3);
    await world.add("a", inFrame("print('now')"));
    await world.play(1);
    expect(world.engine.snapshot().transport.bpm).toBe(104);
    await world.host.settled();
    expect(world.threads()).toBe(2);
    expect(world.status("a")).toMatchObject({ state: "resting", error: { kind: "killed" } });
    await world.play(10);
    expect(world.output("b").slice(3)).toEqual(Array.from({ length: 14 }, (_, index) => String(index + 1)));
    expect(world.engine.snapshot().transport.bpm).toBe(114);
  });

  it("hangs while it loads", async () => {
    const world = await counting(({ breakDown }) => breakDown());
    await world.add("a", "print('now')");
    await world.host.settled();
    expect(world.status("a")).toMatchObject({ state: "failed", error: { kind: "killed" } });
    await world.play(10);
    expectUnbroken(world, 13);
  });
});

describe("a thread that breaks down takes nothing from a script", () => {
  it("not its variables, its callbacks or its ports", async () => {
    const world = await counting();
    await world.add(
      "a",
      `local out = output("Out") local turn, id = 0, nil
      id = engine:onFrame(function()
        turn = turn + 1 out:set(turn / 100)
        if turn == 2 then engine:removeFrameCallback(id) engine:onFrame(function() turn = turn + 10 print(turn) out:set(1) end) end
      end)`,
    );
    await world.play(4);
    for (let time = 0; time < 2; time++) {
      world.breakDown();
      await world.host.settled();
    }
    await world.play(2);
    expect(world.output("a")).toEqual(["12", "22", "32", "42"]);
    expect(world.driven.at(-1)).toEqual(["a.out", 1]);
    expectUnbroken(world, 9);
  });

  it("not the modules it made, and none of them is taken for one made later", async () => {
    const world = await counting();
    await world.add(
      "a",
      `local mine = addModule("delay", "mine") local second
      engine:onFrame(function() print(mine:getName(), second and second:getName()) end)
      engine:onStateChange(function(s) if s.clock.bpm == 99 and not second then second = addModule("filter", "second") end end)`,
    );
    await world.play(1);
    world.breakDown();
    await world.host.settled();
    world.engine.submit(addModule({ type: "audio.filter", name: "hand" }));
    await world.add("c", "engine:getClock():setBPM(99) addModule('delay', 'other')");
    await world.play(4);
    world.breakDown();
    await world.host.settled();
    await world.play(1);
    expect(world.output("a").at(0)).toBe("mine\tnil");
    expect(world.output("a").at(-1)).toBe("mine\tsecond");
    expect(world.trouble.filter((line) => !line.includes("broke down"))).toEqual([]);
  });

  it("not the right to be edited, to be cut off and to be told the state", async () => {
    const world = await counting();
    await world.add(
      "a",
      `local heard = 0 engine:onStateChange(function(s) heard = s.clock.bpm end)
      engine:onFrame(function() print(heard) if heard == 77 then heard = 0 while true do end end end)`,
    );
    world.breakDown();
    await world.host.settled();
    await world.add("t", "engine:getClock():setBPM(66)");
    await world.play(3);
    expect(world.output("a").at(-1)).toBe("66");
    await world.edit("t", "engine:getClock():setBPM(77)");
    await world.play(1);
    expect(world.status("a")).toMatchObject({ state: "failed", error: { kind: "budget" } });
    expect(await world.edit("a", "print('new')")).toMatchObject({ state: "running" });
    expect(world.output("a").at(-1)).toBe("new");
    expectUnbroken(world, 7);
  });
});
