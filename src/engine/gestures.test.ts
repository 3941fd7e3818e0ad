import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addModule,
  bypassModules,
  connect,
  createPattern,
  moveModules,
  removeModules,
  renameModule,
  replacePatch,
  setParameters,
} from "./command.ts";
import { createEngine } from "./create-engine.ts";
import { emptyPatch } from "./empty-patch.ts";
import type { Engine } from "./engine.ts";
import type { Snapshot } from "./patch.ts";
import { patchParts } from "./testing/patch-parts.ts";
import { anyRecipe, commandOf } from "./testing/random-command.ts";
import { testRegistry } from "./testing/test-registry.ts";

function begin(): Engine {
  const engine = createEngine({ registry: testRegistry });
  engine.submit([addModule({ type: "audio.tone" }), addModule({ type: "audio.tone" })]);
  return engine;
}

const setLevel = (value: number, module = 1) => setParameters({ module, values: { level: value } });
const level = (engine: Engine, module = 1) => engine.snapshot().patch.parameters.get(module)?.[0];

function stepsOf(engine: Engine): number {
  let steps = 0;
  while (engine.undo().ok) steps++;
  return steps;
}

test("a cancelled drag leaves no step, and what was undone before it can still come back", () => {
  const engine = begin();
  engine.submit(setLevel(0.9));
  engine.undo();
  const drag = engine.gesture("turn level");
  drag.submit(setLevel(0.1));
  drag.submit(moveModules({ positions: { 1: { x: 160, y: 0 } } }));
  expect(level(engine)).toBe(0.1);
  expect(engine.undoState()).toEqual({ undo: "turn level", redo: undefined });
  drag.cancel();
  expect(level(engine)).toBe(0.5);
  expect(engine.snapshot().patch.layout.get(1)).toEqual({ x: 0, y: 0 });
  expect(engine.undoState()).toEqual({ undo: "add module", redo: "change parameters" });
  engine.redo();
  expect(level(engine)).toBe(0.9);
});

test("a gesture of one origin doesn't hold what another does", () => {
  const engine = begin();
  const drag = engine.gesture("turn level");
  drag.submit(setLevel(0.1));
  engine.submit(bypassModules({ modules: [1], bypassed: true }), { origin: "script" });
  drag.submit(setLevel(0.2));
  drag.cancel();
  expect(level(engine)).toBe(0.5);
  expect(engine.snapshot().patch.modules.get(1)?.bypassed).toBe(true);
  expect(engine.undoState("script").undo).toBe("bypass");
});

test("undo during a gesture takes all of it back and ends it; what the hand still does makes no step", () => {
  const engine = begin();
  const drag = engine.gesture("turn level");
  for (const value of [0.1, 0.2, 0.3]) drag.submit(setLevel(value));
  engine.undo();
  expect(level(engine)).toBe(0.5);
  expect(drag.open).toBe(false);
  for (let move = 0; move < 50; move++) expect(drag.submit(setLevel(move / 50))).toMatchObject({ ok: false });
  drag.end();
  expect(level(engine)).toBe(0.5);
  expect(engine.undoState()).toEqual({ undo: "add module", redo: "turn level" });
});

test("two fingers on two knobs are two undo steps", () => {
  const engine = begin();
  const one = engine.gesture("turn level");
  one.submit(setLevel(0.1));
  const other = engine.gesture("turn pitch");
  other.submit(setParameters({ module: 2, values: { pitch: 100 } }));
  one.submit(setLevel(0.2));
  one.end();
  for (let move = 0; move < 20; move++) other.submit(setParameters({ module: 2, values: { pitch: 200 + move } }));
  other.end();
  expect(stepsOf(engine)).toBe(3);
});

test("a gesture nobody ended does not swallow what is done later", () => {
  const engine = begin();
  const drag = engine.gesture("turn level");
  drag.submit(setLevel(0.1));
  engine.submit(addModule({ type: "audio.tone" }));
  engine.submit(addModule({ type: "audio.tone" }));
  engine.undo();
  expect(engine.snapshot().patch.modules.size).toBe(3);
  expect(level(engine)).toBe(0.1);
});

test("two gestures on one value are taken back exactly", () => {
  const engine = begin();
  const one = engine.gesture("one");
  const other = engine.gesture("other");
  one.submit(setLevel(0.1));
  other.submit(setLevel(0.2));
  one.submit(setLevel(0.3));
  other.end();
  one.end();
  engine.undo();
  expect(level(engine)).toBe(0.2);
  engine.undo();
  expect(level(engine)).toBe(0.1);
  engine.undo();
  expect(level(engine)).toBe(0.5);
});

test("a stream ends after two seconds of silence, a drag does not", () => {
  let now = 0;
  const engine = createEngine({ registry: testRegistry, clock: () => now });
  engine.submit(addModule({ type: "audio.tone" }));
  const stream = engine.gesture("turn level", { origin: "midi", stream: true });
  const drag = engine.gesture("turn level");
  const later = (samples: number) => {
    now += samples;
    engine.flush();
  };
  stream.submit(setLevel(0.1));
  later(95_999);
  expect(stream.open).toBe(true);
  stream.submit(setLevel(0.2));
  later(95_999);
  expect(stream.open).toBe(true);
  later(1);
  expect([stream.open, drag.open]).toEqual([false, true]);
  engine.undo("midi");
  expect(level(engine)).toBe(0.5);
});

test("gestures end with the document they were about", () => {
  const engine = begin();
  const drag = engine.gesture("turn level");
  const scripts = engine.gesture("what beat did", { origin: "script" });
  drag.submit(setLevel(0.1));
  engine.submit(replacePatch({ patch: emptyPatch("Other") }));
  expect([drag.open, scripts.open]).toEqual([false, false]);
  engine.undo();
  expect(level(engine)).toBe(0.1);
  engine.undo();
  expect(level(engine)).toBe(0.5);
});

test("names and removals between the writes of a gesture are taken back exactly", () => {
  const engine = begin();
  const before = patchParts(engine.snapshot().patch);
  const gesture = engine.gesture("tidy up");
  gesture.submit(renameModule({ module: 1, name: "x" }));
  engine.submit(addModule({ type: "audio.tone", name: "tone1" }));
  gesture.submit(setLevel(0.1, 2));
  engine.submit(removeModules({ modules: [2] }));
  gesture.end();
  stepsOfAfter(engine, 1);
  expect(patchParts(engine.snapshot().patch)).toStrictEqual(before);
});

/** Takes back all but the first so many steps. */
function stepsOfAfter(engine: Engine, first: number): void {
  const total = engine.undoStacks().hand?.undo.length ?? 0;
  for (let step = first; step < total; step++) engine.undo();
}

describe("any number of gestures at once, among other edits", () => {
  const turn = fc.record({
    act: fc.constantFrom("write", "write", "write", "write", "edit", "end", "cancel", "undo", "redo"),
    which: fc.nat({ max: 2 }),
    recipe: anyRecipe,
  });
  type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

  /** Modules, cables and patterns that are there already, so that everything is about the same few. */
  function populated(): Snapshot {
    const engine = begin();
    const ends = (from: number, to: number) => ({
      from: { module: from, port: "sound" },
      to: { module: to, port: "sound" },
    });
    engine.submit([connect(ends(1, 2)), connect(ends(2, 1)), addModule({ type: "script.test" }), createPattern({})]);
    return engine.snapshot();
  }

  function play(engine: Engine, turns: readonly Turn[]): void {
    const gestures = [0, 1, 2].map(() => engine.gesture("gesture"));
    for (const { act, which, recipe } of turns) {
      const gesture = gestures[which] ?? engine.gesture("gesture");
      if (!gesture.open) gestures[which] = engine.gesture("gesture");
      const command = commandOf(recipe, engine.snapshot().patch);
      if (act === "write") gestures[which]?.submit(command);
      else if (act === "edit") engine.submit(command);
      else if (act === "end" || act === "cancel") gesture[act]();
      else if (act === "undo" || act === "redo") engine[act]();
    }
  }

  function law(turns: readonly Turn[]): void {
    const snapshot = populated();
    const engine = createEngine({ registry: testRegistry, snapshot });
    play(engine, turns);
    const end = patchParts(engine.snapshot().patch);
    const redoable = engine.undoState().redo !== undefined;
    while (engine.undo().ok);
    expect(patchParts(engine.snapshot().patch)).toStrictEqual(patchParts(snapshot.patch));
    while (engine.redo().ok);
    if (!redoable) expect(patchParts(engine.snapshot().patch)).toStrictEqual(end);
  }

  test("are undone to the beginning and redone to the end", () => {
    fc.assert(fc.property(fc.array(turn, { maxLength: 30, size: "max" }), law), { numRuns: 400 });
  });

  test("are undone exactly when they turn the same few values", () => {
    const few = turn.map((one): Turn => {
      const { a, b, c, share } = one.recipe;
      const kind = (["setParameters", "moveModules", "setSteps", "adjustConnection", "bypassModules"] as const)[a % 5];
      return {
        ...one,
        recipe: { ...one.recipe, kind: kind ?? "setParameters", a: a % 3, b: b % 3, c: (c % 4) + 1, share },
      };
    });
    fc.assert(fc.property(fc.array(few, { maxLength: 40, size: "max" }), law), { numRuns: 400 });
  });
});
