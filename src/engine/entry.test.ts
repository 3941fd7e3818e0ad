import fc from "fast-check";
import { expect, test } from "vitest";
import { addModule, setParameters } from "./command.ts";
import { createEngine } from "./create-engine.ts";
import type { Engine, Gesture } from "./engine.ts";
import type { Entry } from "./entry.ts";
import { patchParts } from "./testing/patch-parts.ts";
import { anyRecipe, commandOf } from "./testing/random-command.ts";
import { testRegistry } from "./testing/test-registry.ts";

const asRead = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function whole(engine: Engine) {
  const { patch, version, transport } = engine.snapshot();
  return asRead({ patch: patchParts(patch), nextId: patch.nextId, version, transport, undo: engine.undoStacks() });
}

const turn = fc.record({
  act: fc.constantFrom("do", "do", "do", "write", "write", "quiet", "begin", "end", "cancel", "undo", "redo"),
  origin: fc.constantFrom("hand" as const, "script" as const),
  which: fc.nat({ max: 3 }),
  recipe: anyRecipe.filter(({ kind }) => kind !== "replacePatch"),
});

test("the entries of any session, written and read, come to the same patch, ids and undo stacks", () => {
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 80, size: "max" }), fc.nat(80), (turns, checkpoint) => {
      const engine = createEngine({ registry: testRegistry });
      const entries: Entry[] = [];
      engine.onEntry((entry) => entries.push(asRead(entry)));
      const gestures: Gesture[] = [];
      const from = { at: 0, undoStacks: engine.undoStacks(), snapshot: engine.snapshot() };
      turns.forEach(({ act, origin, which, recipe }, at) => {
        if (at === checkpoint) {
          engine.endGestures();
          Object.assign(from, {
            at: entries.length,
            undoStacks: asRead(engine.undoStacks()),
            snapshot: engine.snapshot(),
          });
        }
        const command = commandOf(recipe, engine.snapshot().patch);
        const gesture = gestures[which % Math.max(1, gestures.length)];
        if (act === "begin") gestures.push(engine.gesture(`gesture ${at}`, { origin }));
        else if (act === "end") gesture?.end();
        else if (act === "cancel") gesture?.cancel();
        else if (act === "undo") engine.undo(origin);
        else if (act === "redo") engine.redo(origin);
        else if (act === "write") gesture?.submit(command);
        else engine.submit(command, { origin, undoable: act === "do", label: `step ${at}` });
      });
      const again = createEngine({ registry: testRegistry });
      for (const entry of entries) expect(again.replay(entry)).toEqual({ ok: true, value: undefined });
      expect(whole(again)).toStrictEqual(whole(engine));
      const fromThere = createEngine({ registry: testRegistry, snapshot: from.snapshot, undoStacks: from.undoStacks });
      for (const entry of entries.slice(from.at)) expect(fromThere.replay(entry).ok).toBe(true);
      expect(whole(fromThere)).toStrictEqual(whole(engine));
    }),
    { numRuns: 200 },
  );
});

test("an entry is told before the patch is another, in order, and one who listens and throws harms nobody", () => {
  const troubles: string[] = [];
  const engine = createEngine({ registry: testRegistry, reportTrouble: (message) => troubles.push(message) });
  const told: string[] = [];
  engine.onEntry(() => {
    throw new Error("full");
  });
  const end = engine.onEntry(({ role, label, version, gesture }) => {
    told.push(`${role} ${label} ${version} ${gesture ?? "-"}`);
  });
  engine.submit(addModule({ type: "audio.tone" }));
  const drag = engine.gesture("turn level");
  drag.submit(setParameters({ module: 1, values: { level: 0.1 } }));
  engine.undo();
  engine.redo();
  end();
  engine.undo();
  expect(told).toEqual([
    "do add module 2 -",
    "begin turn level 2 1",
    "do turn level 3 1",
    "end turn level 3 1",
    "undo turn level 4 -",
    "redo turn level 5 -",
  ]);
  expect(troubles[0]).toContain("full");
});

test("after a crash in the middle of a gesture its part can be undone", () => {
  const engine = createEngine({ registry: testRegistry });
  const entries: Entry[] = [];
  engine.onEntry((entry) => entries.push(entry));
  engine.submit(addModule({ type: "audio.tone" }));
  engine.gesture("turn level").submit(setParameters({ module: 1, values: { level: 0.1 } }));
  const again = createEngine({ registry: testRegistry });
  for (const entry of entries) again.replay(entry);
  again.endGestures();
  expect(again.undoState().undo).toBe("turn level");
  again.undo();
  expect(again.snapshot().patch.parameters.get(1)?.[0]).toBe(0.5);
});

test("an entry that is refused leaves patch, stacks and gestures as they were", () => {
  const engine = createEngine({ registry: testRegistry });
  const entries: Entry[] = [];
  engine.onEntry((entry) => entries.push(entry));
  engine.submit(addModule({ type: "audio.tone" }));
  engine.submit(setParameters({ module: 1, values: { level: 0.1 } }));
  engine.undo();
  engine.gesture("turn level").submit(setParameters({ module: 1, values: { level: 0.2 } }));
  const again = createEngine({ registry: testRegistry });
  for (const entry of entries) again.replay(entry);
  const before = whole(again);
  const gesture = entries.at(-1)?.gesture ?? 0;
  const refused = { commands: [setParameters({ module: 99, values: { level: 1 } })], origin: "hand" as const, at: 0 };
  for (const role of ["do", "undo", "redo", "cancel"] as const)
    for (const steps of [0, 1, 9]) {
      const entry = { ...refused, role, version: 9, label: "", undoable: true, gesture, steps };
      expect(again.replay(entry).ok).toBe(false);
      expect(whole(again)).toStrictEqual(before);
    }
});
