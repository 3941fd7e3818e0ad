import { afterEach, expect, it, vi } from "vitest";
import { addModule, setTempo } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { moduleAt } from "#engine/name-index.ts";
import { registry } from "#modules/index.ts";
import { createScriptHost } from "./script-host.ts";

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

/** An engine and its scripts in a page, flushed with the display as the app does it. */
function page() {
  const engine = createEngine({ registry });
  const driven = new Map<string, number>();
  let frames = 0;
  const host = createScriptHost({
    engine,
    live: {
      tick: () => frames * 16,
      value: () => undefined,
      drive: (module, key, value) => void driven.set(`${module}.${key}`, value),
      release: (module, key) => void driven.delete(`${module}.${key}`),
    },
    onTrouble: () => {},
    limits: { killMs: 700 },
  });
  let request = requestAnimationFrame(function step() {
    frames++;
    engine.flush();
    request = requestAnimationFrame(step);
  });
  endings.push(() => {
    cancelAnimationFrame(request);
    host.dispose();
  });
  const id = (name: string): number => moduleAt(engine.snapshot().patch, name) ?? -1;
  return {
    engine,
    driven,
    id,
    frames: () => frames,
    add: (name: string, source: string) => engine.submit(addModule({ type: "script.lua", name, content: { source } })),
    status: (name: string) => host.statusOf(id(name)),
  };
}

const within = { timeout: 15_000, interval: 20 };

it("runs a script in a worker: it reacts to the state, drives its output and edits the patch", async () => {
  const { engine, add, status, driven, id } = page();
  engine.submit(addModule({ type: "audio.filter", name: "bright" }));
  add(
    "script",
    'local out = output("Out") engine:onFrame(function() out:set(0.5) end) engine:onStateChange(function(s) setParam("bright", "cutoff", s.clock.bpm * 10) end)',
  );
  await vi.waitFor(() => expect(status("script")).toMatchObject({ state: "running" }), within);
  engine.submit(setTempo({ bpm: 90 }));
  await vi.waitFor(() => expect(engine.snapshot().patch.parameters.get(id("bright"))).toContain(900), within);
  await vi.waitFor(() => expect(driven.get(`${id("script")}.out`)).toBe(0.5), within);
});

it.each([
  ["an endless loop", "while true do end"],
  ["a pcall around it", "while true do pcall(function() while true do end end) end"],
  ["unbounded allocation", "local t = {} while true do t[#t + 1] = { 1, 2, 3 } end"],
  ["a search pattern that never finishes", 'string.find(("a"):rep(400000), ".-.-.-b$")'],
])("%s fails that script only, while the page goes on", async (_, hostile) => {
  const { add, status, frames } = page();
  add("good", 'local n = 0 engine:onFrame(function() n = n + 1 print("alive " .. n) end)');
  await vi.waitFor(() => expect(status("good")?.output.length).toBeGreaterThan(2), within);
  const before = frames();
  add("bad", hostile);
  await vi.waitFor(() => expect(status("bad")).toMatchObject({ state: "failed" }), within);
  expect(status("bad")?.error?.message).toMatch(/stopped|memory/);
  expect(frames()).toBeGreaterThan(before);
  const lines = status("good")?.output.length ?? 0;
  await vi.waitFor(() => expect(status("good")?.output.length).toBeGreaterThan(lines), within);
  expect(status("good")).toMatchObject({ state: "running" });
});

it("notices a worker that died, and goes on in another where its scripts were", async () => {
  const workers: Worker[] = [];
  vi.stubGlobal(
    "Worker",
    class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        workers.push(this);
      }
    },
  );
  endings.push(() => vi.unstubAllGlobals());
  const { add, status } = page();
  add("good", "n = 0 engine:onFrame(function() n = n + 1 print(n) end)");
  await vi.waitFor(() => expect(status("good")?.output.length).toBeGreaterThan(2), within);
  workers[0]?.terminate();
  await vi.waitFor(() => expect(workers).toHaveLength(2), within);
  const lines = status("good")?.output.length ?? 0;
  await vi.waitFor(() => expect(status("good")?.output.length).toBeGreaterThan(lines), within);
  expect(status("good")).toMatchObject({ state: "running" });
  const said = status("good")?.output.map(Number) ?? [];
  expect(said).toEqual([...new Set(said)].sort((a, b) => a - b));
});
