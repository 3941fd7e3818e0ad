import { expect, test } from "vitest";
import {
  addModule,
  bypassModules,
  connect,
  createPattern,
  play,
  renameModule,
  setContent,
  setParameters,
  setSteps,
} from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { scriptWith, testRegistry } from "#engine/testing/test-registry.ts";
import { scriptState } from "./state-view.ts";

function begin() {
  const engine = createEngine({ registry: testRegistry });
  engine.submit([
    addModule({ type: "audio.tone", name: "one" }),
    addModule({ type: "audio.tone", name: "two" }),
    connect({ from: { module: 1, port: "sound" }, to: { module: 2, port: "sound" } }),
    createPattern({ name: "a" }),
    createPattern({ name: "b" }),
  ]);
  return { engine, state: () => scriptState(engine.snapshot(), testRegistry) };
}

test("scripts see the state by name", () => {
  const { engine, state } = begin();
  engine.submit([
    setParameters({ module: 1, values: { shape: "saw" } }),
    bypassModules({ modules: [2], bypassed: true }),
  ]);
  engine.submit(play());
  const seen = state();
  expect(seen.clock).toBe(seen.transport);
  expect(seen).toMatchObject({
    transport: { isPlaying: true, bpm: 120 },
    modules: {
      one: { type: "audio.tone", enabled: true, parameters: { level: 0.5, pitch: 440, shape: "saw", muted: false } },
      two: { enabled: false },
    },
    connections: [{ from: "one.sound", to: "two.sound", signal: "audio", active: true }],
  });
  expect(Object.keys(seen.patterns)).toEqual(["a", "b"]);
});

test("a part that did not change is the same object in the next version", () => {
  const { engine, state } = begin();
  const before = state();
  engine.submit(setParameters({ module: 1, values: { level: 1 } }));
  const after = state();
  expect(after.modules.one).not.toBe(before.modules.one);
  expect(after.modules.two).toBe(before.modules.two);
  expect(after.connections).toBe(before.connections);
  expect(after.patterns).toBe(before.patterns);
  expect(after.transport).toBe(before.transport);
  engine.submit(setSteps({ pattern: 1, steps: { 0: { note: 60 } } }));
  const later = state();
  expect(later.modules).toBe(after.modules);
  expect(later.patterns.a).not.toBe(after.patterns.a);
  expect(later.patterns.b).toBe(after.patterns.b);
  engine.submit(play());
  expect(state().modules).toBe(later.modules);
  expect(state().transport).not.toBe(later.transport);
});

test("a rename is seen at every place the name stands", () => {
  const { engine, state } = begin();
  const before = state();
  engine.submit(renameModule({ module: 2, name: "three" }));
  const after = state();
  expect(Object.keys(after.modules)).toEqual(["one", "three"]);
  expect(after.modules.one).toBe(before.modules.one);
  expect(after.connections[0]).toMatchObject({ to: "three.sound" });
});

test("a cable at a port its script no longer declares is seen as inactive, and the others stay the same objects", () => {
  const { engine, state } = begin();
  engine.submit([
    addModule({ type: "script.test", name: "s", content: scriptWith([], ["out"]) }),
    connect({ from: { module: 3, port: "out" }, to: { module: 1, port: "level" } }),
  ]);
  const before = state();
  engine.submit(setContent({ module: 3, content: scriptWith([], []) }));
  const after = state();
  expect(after.connections.map(({ from, active }) => [from, active])).toEqual([
    ["one.sound", true],
    ["s.out", false],
  ]);
  expect(after.connections[0]).toBe(before.connections[0]);
  engine.submit(bypassModules({ modules: [2], bypassed: true }));
  expect(state().connections).toBe(after.connections);
});
