import { expect, test } from "vitest";
import { addModule, renamePatch } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { Engine } from "#engine/engine.ts";
import { testRegistry } from "#engine/testing/test-registry.ts";
import { recover } from "./recover.ts";
import { goOnEarlier, recoverEarlier } from "./recover-earlier.ts";
import { stateOf } from "./replica.ts";
import { readSegment, SegmentText } from "./segment.ts";
import { segmentName } from "./segment-file.ts";
import { type MemoryStorage, memoryStorage } from "./testing/memory-storage.ts";

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** Writes what is done in an engine, each segment when it is told to begin. */
function written(engine: Engine, storage: MemoryStorage) {
  let n = 0;
  let number = 0;
  let text = new SegmentText();
  let name = "";
  const append = (piece: string) => {
    const files = storage.files.get("") ?? new Map<string, string>();
    storage.files.set("", files.set(name, (files.get(name) ?? "") + piece));
  };
  engine.onEntry((entry) => append(text.line({ n: ++n, at: n, item: { kind: "entry", entry: throughJson(entry) } })));
  return {
    begin(from = n) {
      n = from;
      text = new SegmentText();
      name = segmentName({ number: ++number, at: number, isVersion: false, isShort: false });
      append(text.checkpoint({ n, at: number, state: throughJson(stateOf(engine.snapshot(), engine.undoStacks())) }));
    },
  };
}

/** A journal of three segments with 30, 12 and no changes, the last ten of the second one drag. */
function threeSegments() {
  const engine = createEngine({ registry: testRegistry });
  const storage = memoryStorage();
  const journal = written(engine, storage);
  journal.begin();
  for (let edit = 1; edit <= 30; edit++) engine.submit(renamePatch({ name: `Edit ${edit}` }));
  journal.begin();
  engine.submit(renamePatch({ name: "Edit 31" }));
  engine.submit(addModule({ type: "audio.tone" }));
  const drag = engine.gesture("drag");
  for (let frame = 1; frame <= 10; frame++) drag.submit(renamePatch({ name: `Drag ${frame}` }));
  drag.end();
  journal.begin();
  return { engine, storage, journal };
}

const earlier = (storage: MemoryStorage, changes: number) => recoverEarlier(storage, "", testRegistry, changes);
const nameOf = (recovered: Awaited<ReturnType<typeof recover>>) => recovered?.replica.state().patch.name;

test("a document comes back before its last changes, of whichever segment, a gesture being one of them", async () => {
  const { storage } = threeSegments();
  const without = async (changes: number) => {
    const found = await earlier(storage, changes);
    return [nameOf(found), found?.leftOut, found?.replica.isAtRest];
  };
  expect(await without(1)).toEqual(["Edit 31", 1, true]);
  expect(await without(3)).toEqual(["Edit 30", 3, true]);
  expect(await without(20)).toEqual(["Edit 13", 20, true]);
  const found = await earlier(storage, 20);
  expect(found?.replica.state().undoStacks.hand?.undo.length).toBe(13);
});

test("what a busy script did in between is left out as well and doesn't count", async () => {
  const { engine, storage } = threeSegments();
  for (let frame = 1; frame <= 30; frame++)
    engine.submit(renamePatch({ name: `Script ${frame}` }), { origin: "script" });
  const found = await earlier(storage, 1);
  expect([nameOf(found), found?.leftOut]).toEqual(["Edit 31", 1]);
});

test("it goes no further back than its journal, and not at all when that has one state only", async () => {
  const { storage } = threeSegments();
  expect((await earlier(storage, 1_000))?.leftOut).toBe(33);
  const [first, second, third] = [...(storage.files.get("") ?? new Map()).keys()].sort();
  storage.files.get("")?.delete(first);
  expect(nameOf(await earlier(storage, 20))).toBe("Edit 30");
  storage.files.get("")?.set(second, "torn");
  expect(await earlier(storage, 20)).toBeUndefined();
  storage.files.get("")?.delete(third);
  expect(await earlier(storage, 20)).toBeUndefined();
});

test("what is left out is kept as a version, the document goes on as it was, and can go back further from there", async () => {
  const { engine, storage } = threeSegments();
  const before = throughJson(stateOf(engine.snapshot(), engine.undoStacks()));
  const whole = await recover(storage, "", testRegistry);
  const found = await earlier(storage, 20);
  if (!whole || !found) throw new Error("Nothing was recovered.");
  await goOnEarlier(storage, "", { whole, earlier: found, name: "Crashed", now: 99 });
  expect(nameOf(await recover(storage, "", testRegistry))).toBe("Edit 13");
  const files = await storage.list("");
  const version = files.filter(({ isVersion }) => isVersion);
  expect(version).toHaveLength(1);
  const kept = readSegment(await storage.read("", version[0] as (typeof files)[number]));
  expect([kept?.checkpoint.name, kept?.checkpoint.at]).toEqual(["Crashed", 99]);
  expect(kept?.checkpoint.state).toEqual(before);
  expect(nameOf(await earlier(storage, 5))).toBe("Edit 8");
});

test("a storage that takes nothing says so, and the document stays as it is", async () => {
  const { storage } = threeSegments();
  const whole = await recover(storage, "", testRegistry);
  const found = await earlier(storage, 20);
  if (!whole || !found) throw new Error("Nothing was recovered.");
  storage.isFull = true;
  await expect(goOnEarlier(storage, "", { whole, earlier: found, name: "Crashed", now: 99 })).rejects.toThrow(/full/);
  expect(nameOf(await recover(storage, "", testRegistry))).toBe("Drag 10");
});
