import { describe, expect, test } from "vitest";
import {
  addModule,
  adjustConnection,
  bindPattern,
  connect,
  createPattern,
  deletePattern,
  pause,
  play,
  replacePatch,
  resizePattern,
  seek,
  setSteps,
  setTempo,
  stop,
} from "./command.ts";
import { createEngine } from "./create-engine.ts";
import { emptyPatch } from "./empty-patch.ts";
import { EMPTY_STEP } from "./patch.ts";
import { testRegistry } from "./testing/test-registry.ts";

const begin = () => createEngine({ registry: testRegistry });

describe("patterns", () => {
  test("a new tracker plays a pattern of its own, of 16 empty steps", () => {
    const engine = begin();
    const outcome = engine.submit(addModule({ type: "sequencer.tracker" }));
    expect(outcome).toMatchObject({ ok: true, value: { modules: [1], patterns: [1] } });
    const { patch } = engine.snapshot();
    expect(patch.bindings.get(1)).toBe(1);
    expect(patch.patterns.get(1)).toMatchObject({ name: "pattern1", stepsPerBeat: 4 });
    expect(patch.patterns.get(1)?.steps).toEqual(Array.from({ length: 16 }, () => EMPTY_STEP));
  });

  test("steps are merged over what is there, and null empties one", () => {
    const engine = begin();
    engine.submit(createPattern({ steps: 4 }));
    engine.submit(setSteps({ pattern: 1, steps: { 1: { note: 60 }, 3: { note: 62, chance: 50 } } }));
    engine.submit(setSteps({ pattern: 1, steps: { 1: { volume: 0.5 }, 3: null } }));
    expect(engine.snapshot().patch.patterns.get(1)?.steps).toEqual([
      EMPTY_STEP,
      { ...EMPTY_STEP, note: 60, volume: 0.5 },
      EMPTY_STEP,
      EMPTY_STEP,
    ]);
  });

  test("shrinking cuts the end off and undo brings it back", () => {
    const engine = begin();
    engine.submit(createPattern({ steps: 8 }));
    engine.submit(setSteps({ pattern: 1, steps: { 7: { note: 40 } } }));
    engine.submit(resizePattern({ pattern: 1, steps: 4 }));
    engine.submit(resizePattern({ pattern: 1, steps: 8, stepsPerBeat: 3 }));
    expect(engine.snapshot().patch.patterns.get(1)?.steps[7]?.note).toBeNull();
    engine.undo();
    engine.undo();
    expect(engine.snapshot().patch.patterns.get(1)?.steps[7]?.note).toBe(40);
    expect(engine.snapshot().patch.patterns.get(1)?.stepsPerBeat).toBe(4);
  });

  test("deleting a pattern leaves its players with none, and undo gives it back to them", () => {
    const engine = begin();
    engine.submit([addModule({ type: "sequencer.tracker" }), createPattern({ name: "fill" })]);
    engine.submit(bindPattern({ module: 1, pattern: 2 }));
    engine.submit(deletePattern({ pattern: 2 }));
    expect(engine.snapshot().patch.bindings.has(1)).toBe(false);
    engine.undo();
    expect(engine.snapshot().patch.bindings.get(1)).toBe(2);
  });

  test("deleting a pattern unbinds all that play it, in a large transaction as well", () => {
    const engine = begin();
    engine.submit(Array.from({ length: 5 }, () => addModule({ type: "sequencer.tracker" })));
    const bindings = [2, 3, 4, 5].map((module) => bindPattern({ module, pattern: 1 }));
    engine.submit([...bindings, deletePattern({ pattern: 1 })]);
    expect(engine.snapshot().patch.bindings.size).toBe(0);
  });

  test.each([
    [createPattern({ steps: 0 }), "1 to 256 steps"],
    [createPattern({ steps: 257 }), "1 to 256 steps"],
    [createPattern({ stepsPerBeat: 97 }), "1 to 96 steps"],
    [createPattern({ name: " " }), "1 to 64 characters"],
    [createPattern({ name: "x".repeat(65) }), "1 to 64 characters"],
    [setSteps({ pattern: 1, steps: { 16: { note: 60 } } }), "its steps are 0 to 15"],
    [setSteps({ pattern: 1, steps: { 0: { note: 128 } } }), "0 to 127"],
    [setSteps({ pattern: 1, steps: { 0: { length: 0 } } }), "at most 64 steps"],
    [bindPattern({ module: 2, pattern: 1 }), "Try a tracker"],
    [bindPattern({ module: 1, pattern: 9 }), "no pattern 9"],
  ])("%o is refused: %s", (command, words) => {
    const engine = begin();
    engine.submit([addModule({ type: "sequencer.tracker" }), addModule({ type: "audio.tone" })]);
    expect(engine.submit(command)).toMatchObject({ ok: false, reason: expect.stringContaining(words) });
  });
});

describe("transport", () => {
  test("plays, pauses, jumps and stops, none of which is undone", () => {
    const engine = begin();
    const transport = () => engine.snapshot().transport;
    engine.submit(pause());
    expect(transport().state).toBe("stopped");
    engine.submit(play());
    engine.submit(seek({ tick: 1_920 }));
    expect(transport()).toMatchObject({ state: "playing", seek: { tick: 1_920, serial: 1 } });
    engine.submit(pause());
    expect(transport().state).toBe("paused");
    engine.submit(stop());
    expect(transport()).toMatchObject({ state: "stopped", seek: { tick: 0, serial: 2 } });
    expect(engine.undo().ok).toBe(false);
  });

  test("a command that changes nothing makes no version", () => {
    const engine = begin();
    engine.submit(play());
    const before = engine.snapshot();
    expect(engine.submit(play()).ok).toBe(true);
    expect(engine.submit(setTempo({ bpm: 120 })).ok).toBe(true);
    expect(engine.snapshot()).toBe(before);
  });

  test("a tempo is brought into its range, and must be a number", () => {
    const engine = begin();
    engine.submit(setTempo({ bpm: 1_000 }));
    expect(engine.snapshot().transport.bpm).toBe(480);
    engine.submit(setTempo({ bpm: 1 }));
    expect(engine.snapshot().transport.bpm).toBe(20);
    expect(engine.submit(setTempo({ bpm: Number.NaN })).ok).toBe(false);
    expect(engine.submit(seek({ tick: Number.POSITIVE_INFINITY })).ok).toBe(false);
  });

  test("opening a patch sets its tempo; a wrong one refuses the whole", () => {
    const engine = begin();
    const before = engine.snapshot();
    const patch = emptyPatch("Other");
    expect(engine.submit(replacePatch({ patch, transport: { bpm: 5, beatsPerBar: 4 } })).ok).toBe(false);
    expect(engine.snapshot()).toBe(before);
    engine.submit(replacePatch({ patch, transport: { bpm: 90, beatsPerBar: 3 } }));
    expect(engine.snapshot()).toMatchObject({ patch: { name: "Other" }, transport: { bpm: 90, beatsPerBar: 3 } });
  });
});

test("a cable's amount is brought into the range of what it carries", () => {
  const engine = begin();
  engine.submit([
    addModule({ type: "audio.tone" }),
    addModule({ type: "control.lfo" }),
    connect({ from: { module: 1, port: "sound" }, to: { module: 1, port: "sound" }, amount: 3 }),
    connect({ from: { module: 2, port: "value" }, to: { module: 1, port: "level" }, amount: -3 }),
  ]);
  const amounts = () => [1, 2].map((id) => engine.snapshot().patch.connections.get(id)?.amount);
  expect(amounts()).toEqual([2, -1]);
  engine.submit([adjustConnection({ connection: 1, amount: -1 }), adjustConnection({ connection: 2, active: false })]);
  expect(amounts()).toEqual([0, -1]);
  expect(engine.snapshot().patch.connections.get(2)?.active).toBe(false);
});
