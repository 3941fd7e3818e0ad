import { describe, expect, it } from "vitest";
import { addModule, bypassModules, removeModules, setTempo } from "#engine/command.ts";
import { registry } from "#modules/index.ts";
import { stageWith } from "./testing/stage.ts";

const stage = () => stageWith(registry);

describe("a script that is bypassed", () => {
  it("is called no more, lets go of what it drove, and goes on where it was when it is switched on", async () => {
    const { engine, add, output, released, status, play, id } = stage();
    engine.submit(addModule({ type: "audio.filter", name: "bright" }));
    const source =
      "local n = 0 engine:onFrame(function() n = n + 1 print(n) drive('bright', 'cutoff', 500) end) engine:onStateChange(function() print('heard') end)";
    await add("s", source);
    await play(2);
    const bypass = (bypassed: boolean) => engine.submit(bypassModules({ modules: [id("s")], bypassed }));
    bypass(true);
    await play(1);
    const before = output("s");
    expect(status("s")?.state).toBe("disabled");
    expect(released).toEqual(["bright.cutoff"]);
    engine.submit(setTempo({ bpm: 90 }));
    await play(3);
    expect(output("s")).toEqual(before);
    bypass(false);
    await play(1);
    expect(status("s")?.state).toBe("running");
    expect(output("s").slice(before.length)).toEqual(["heard", "3"]);
  });
});

describe("what a script drives", () => {
  const driving = "engine:onFrame(function() drive('bright', 'cutoff', 500) drive('bright', 'resonance', 0.5) end)";
  const filtered = async () => {
    const world = stage();
    world.engine.submit(addModule({ type: "audio.filter", name: "bright" }));
    await world.add("s", driving);
    await world.play(3);
    return world;
  };

  it("goes back when the script is removed", async () => {
    const { engine, id, play, released } = await filtered();
    engine.submit(removeModules({ modules: [id("s")] }));
    await play(1);
    expect(released).toEqual(["bright.cutoff", "bright.resonance"]);
  });

  it("goes back when a new version no longer drives it, and only that", async () => {
    const { edit, play, released, driven } = await filtered();
    await edit("s", "engine:onFrame(function() drive('bright', 'cutoff', 700) end)");
    await play(10);
    expect(released).toEqual([]);
    await play(30);
    expect(released).toEqual(["bright.resonance"]);
    expect(driven.at(-1)).toEqual(["bright.cutoff", 700]);
  });

  it("goes back while the script rests", async () => {
    const { engine, add, play, released, status } = stageWith(registry, { limits: { memoryBytes: 1_000_000 } });
    engine.submit(addModule({ type: "audio.filter", name: "bright" }));
    await add("s", "engine:onFrame(function() drive('bright', 'cutoff', 500) local t = ('x'):rep(1e8) end)");
    await play(4);
    expect(status("s")?.state).toBe("resting");
    expect(released).toContain("bright.cutoff");
  });

  it("stays with the script that drove it last", async () => {
    const { engine, add, id, play, released } = await filtered();
    await add("t", "engine:onFrame(function() drive('bright', 'cutoff', 900) end)");
    await play(2);
    engine.submit(removeModules({ modules: [id("s")] }));
    await play(1);
    expect(released).toEqual(["bright.resonance"]);
  });
});

it("takes an error back when the callback runs well again", async () => {
  const { engine, add, status, play, id } = stage();
  engine.submit(addModule({ type: "audio.filter", name: "bright" }));
  await add("s", "engine:onFrame(function() drive('bright', 'cutoff', 500) end)");
  await play(1);
  engine.submit(removeModules({ modules: [id("bright")] }));
  await play(2);
  expect(status("s")).toMatchObject({ state: "failed", error: { message: /no module called “bright”/ } });
  engine.undo();
  await play(2);
  expect(status("s")).toMatchObject({ state: "running" });
  expect(status("s")?.error).toBeUndefined();
});

describe("scripts that answer each other", () => {
  const answering = (step: number) =>
    `engine:onStateChange(function(s) engine:getClock():setBPM(100 + (s.clock.bpm + ${step}) % 50) print('heard') end)`;

  it("are told so and rest for a second, instead of going on for ever", async () => {
    const { engine, add, status, output, play } = stage();
    await add("rain", answering(1));
    await add("wind", answering(2));
    engine.submit(setTempo({ bpm: 130 }));
    await play(60);
    expect(status("rain")?.error?.message).toMatch(/answer each other without end/);
    expect(status("wind")?.error?.message).toMatch(/“rain”.*“wind”|“wind”.*“rain”/);
    const before = output("rain").length;
    await play(20);
    expect(output("rain").length).toBe(before);
    await play(60);
    expect(output("rain").length).toBeGreaterThan(before);
  });

  it("are let be while a hand keeps changing what they answer", async () => {
    const { engine, add, status, play } = stage();
    engine.submit(addModule({ type: "audio.filter", name: "bright" }));
    await add("rain", "engine:onStateChange(function(s) setParam('bright', 'cutoff', s.clock.bpm * 10) end)");
    await add(
      "wind",
      "engine:onStateChange(function(s) setParam('bright', 'resonance', s.modules.bright.parameters.cutoff / 10000) end)",
    );
    for (let turn = 0; turn < 200; turn++) {
      engine.submit(setTempo({ bpm: 60 + (turn % 100) }));
      await play(1);
    }
    expect([status("rain")?.state, status("wind")?.state]).toEqual(["running", "running"]);
  });
});

describe("honest scripts on a busy machine", () => {
  it("are never switched off, however the clock jumps: at the most they are called less often", async () => {
    let time = 0;
    let seed = 1;
    // Each look at the clock finds 2 ms gone, and now and then the processor was elsewhere for up to two seconds.
    const now = () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      time += seed % 50 === 0 ? seed % 2_000 : 2;
      return time;
    };
    const { add, status, output, play } = stageWith(registry, {
      now,
      limits: { frameShareMs: 6, linesPerSecond: 1e9 },
    });
    const names = Array.from({ length: 10 }, (_, index) => `s${index}`);
    for (const name of names) {
      await add(
        name,
        "local x = 0 engine:onFrame(function() for i = 1, 2000 do x = x + math.sin(i) end print('on') end)",
      );
    }
    for (let round = 0; round < 20; round++) {
      await play(60);
      for (const name of names) expect(status(name)).toMatchObject({ state: "running" });
    }
    expect(names.some((name) => (status(name)?.everyFrames ?? 1) > 1)).toBe(true);
    for (const name of names) expect(output(name).at(-1)).toBe("on");
  });
});
