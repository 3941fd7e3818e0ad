import { expect, test } from "vitest";
import { isAway } from "./away.ts";
import {
  addModule,
  type Command,
  connect,
  disconnect,
  duplicateModules,
  removeModules,
  setContent,
  setParameters,
} from "./command.ts";
import { createEngine } from "./create-engine.ts";
import type { Engine } from "./engine.ts";
import { copyFragment } from "./fragment.ts";
import { parsePatch, serialisePatch } from "./patch-file.ts";
import { patchParts } from "./testing/patch-parts.ts";
import { scriptWith, testRegistry } from "./testing/test-registry.ts";

const SCRIPT = 1;
const script = { origin: "script" } as const;
const textOf = (engine: Engine) => serialisePatch(engine.snapshot(), testRegistry);
const ports = (inputs: readonly string[], outputs: readonly string[]) =>
  setContent({ module: SCRIPT, content: scriptWith(inputs, outputs) });
/** What a script's host does once an edited text has run. */
const declares = (engine: Engine, command: Command) => engine.submit(command, { ...script, undoable: false });
const away = (engine: Engine): readonly number[] => {
  const { patch } = engine.snapshot();
  return [...patch.connections.values()].flatMap((cable) => (isAway(patch, testRegistry, cable) ? [cable.id] : []));
};

/** A script with the inputs speed and depth and the output out, an oscillator that moves both, and a tone that out moves. */
function begin(): Engine {
  const engine = createEngine({ registry: testRegistry });
  const made = engine.submit([
    addModule({ type: "script.test", content: scriptWith(["speed", "depth"], ["out"]) }),
    addModule({ type: "control.lfo" }),
    addModule({ type: "audio.tone" }),
    connect({ from: { module: 2, port: "value" }, to: { module: SCRIPT, port: "speed" } }),
    connect({ from: { module: 2, port: "value" }, to: { module: SCRIPT, port: "depth" }, amount: 0.25 }),
    connect({ from: { module: SCRIPT, port: "out" }, to: { module: 3, port: "level" } }),
  ]);
  if (!made.ok) throw new Error(made.reason);
  return engine;
}

test("cables at ports a script drops stay, away until the ports return", () => {
  const engine = begin();
  const before = patchParts(engine.snapshot().patch);
  declares(engine, ports(["depth"], []));
  expect(engine.snapshot().patch.connections.size).toBe(3);
  expect(away(engine)).toEqual([1, 3]);
  declares(engine, ports(["speed", "depth"], ["out"]));
  expect(away(engine)).toEqual([]);
  expect(patchParts(engine.snapshot().patch)).toEqual(before);
});

test("undo of a script's new text brings back the cables its missing ports cost, and redo takes them", () => {
  const engine = begin();
  const before = textOf(engine);
  engine.submit(setContent({ module: SCRIPT, content: { ...scriptWith(["speed", "depth"], ["out"]), source: "--" } }));
  declares(engine, setContent({ module: SCRIPT, content: { ...scriptWith([], []), source: "--" } }));
  expect(away(engine)).toEqual([1, 2, 3]);
  engine.undo();
  expect(away(engine)).toEqual([]);
  expect(textOf(engine)).toBe(before);
  engine.redo();
  expect(away(engine)).toEqual([1, 2, 3]);
});

test("a cable at a port only the new text has is away while that is undone", () => {
  const engine = begin();
  engine.submit(ports(["speed", "depth", "tilt"], ["out"]));
  engine.submit(connect({ from: { module: 2, port: "value" }, to: { module: SCRIPT, port: "tilt" } }), script);
  engine.undo();
  expect(away(engine)).toEqual([4]);
  engine.redo();
  expect(away(engine)).toEqual([]);
});

test("a file is written without the cables that are away, and what was saved reads and is written alike", () => {
  const engine = begin();
  declares(engine, ports(["depth"], []));
  const text = textOf(engine);
  const read = parsePatch(text, testRegistry);
  if (!read.ok) throw new Error(read.reason);
  expect([...read.value.patch.connections.values()].map(({ to, amount }) => [to.port, amount])).toEqual([
    ["depth", 0.25],
  ]);
  expect(serialisePatch(read.value, testRegistry)).toBe(text);
  // The session still has them.
  declares(engine, ports(["speed", "depth"], ["out"]));
  expect(textOf(engine)).toBe(textOf(begin()));
});

test("a fragment has no cables that are away, a duplicate has, as the original", () => {
  const engine = begin();
  declares(engine, ports(["depth"], []));
  const { patch } = engine.snapshot();
  expect(copyFragment(patch, testRegistry, [1, 2, 3]).connections.map(({ to }) => to)).toEqual(["script1.depth"]);
  engine.submit(duplicateModules({ modules: [1, 2, 3] }));
  expect(away(engine)).toHaveLength(4);
});

test("removing a module or a cable that is away is undone to what it was", () => {
  for (const command of [
    removeModules({ modules: [SCRIPT] }),
    removeModules({ modules: [2] }),
    disconnect({ connections: [1, 3] }),
  ]) {
    const engine = begin();
    declares(engine, ports(["depth"], []));
    const before = patchParts(engine.snapshot().patch);
    engine.submit(command);
    engine.undo();
    expect(patchParts(engine.snapshot().patch)).toEqual(before);
  }
});

test("a cable pulled while its port was there comes back by undo when the port is away, and carries when that returns", () => {
  const engine = begin();
  engine.submit(disconnect({ connections: [1] }));
  declares(engine, ports(["depth"], ["out"]));
  engine.undo();
  expect(away(engine)).toEqual([1]);
  declares(engine, ports(["speed", "depth"], ["out"]));
  expect(textOf(engine)).toBe(textOf(begin()));
});

test("undo brings back no second cable beside one between the same places that is away", () => {
  const engine = begin();
  engine.submit([disconnect({ connections: [1] }), setParameters({ module: 2, values: { rate: 2 } })]);
  engine.submit(connect({ from: { module: 2, port: "value" }, to: { module: SCRIPT, port: "speed" } }), script);
  declares(engine, ports(["depth"], ["out"]));
  engine.undo();
  declares(engine, ports(["speed", "depth"], ["out"]));
  expect(parsePatch(textOf(engine), testRegistry).ok).toBe(true);
  expect([...engine.snapshot().patch.connections.keys()].sort()).toEqual([2, 3, 4]);
});

test("no new cable can be plugged into a port that is away", () => {
  const engine = begin();
  declares(engine, ports([], []));
  expect(engine.submit(connect({ from: { module: SCRIPT, port: "out" }, to: { module: 3, port: "pitch" } }))).toEqual({
    ok: false,
    reason: expect.stringContaining("has no output called “out”"),
  });
});
