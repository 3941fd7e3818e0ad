import fc from "fast-check";
import { expect, test } from "vitest";
import { addModule, renamePatch, replacePatch } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { emptyPatch } from "#engine/empty-patch.ts";
import type { Engine } from "#engine/engine.ts";
import { testRegistry } from "#engine/testing/test-registry.ts";
import { JournalWriter } from "./journal-writer.ts";
import { recover, recoverSegment } from "./recover.ts";
import { stateOf } from "./replica.ts";
import { readSegment } from "./segment.ts";
import { type MemoryStorage, memoryStorage } from "./testing/memory-storage.ts";
import { anyTurn, session } from "./testing/random-session.ts";

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const stateNow = (engine: Engine) => throughJson(stateOf(engine.snapshot(), engine.undoStacks()));
const turnOfLoop = () => new Promise((resolve) => setTimeout(resolve));

/** Has an engine's journal written; the clock stands at `time.now`. */
function journal(engine: Engine, storage: MemoryStorage) {
  const time = { now: 1_000_000 };
  const told = { written: -1, lost: 0, failed: [] as string[] };
  let n = 0;
  const writer = new JournalWriter({
    registry: testRegistry,
    storage,
    now: () => time.now,
    written: (upTo) => {
      told.written = upTo;
    },
    lost: () => told.lost++,
    failed: (error) => told.failed.push(String(error)),
  });
  writer.begin(stateNow(engine), 0);
  engine.onEntry((entry) => writer.write(++n, { kind: "entry", entry: structuredClone(entry) }));
  return { writer, time, told, lines: () => n };
}

const recoveredOf = async (storage: MemoryStorage, uid = "") => {
  const recovered = await recover(storage, uid, testRegistry);
  return recovered && throughJson(recovered.replica.state());
};

test("whenever the program is killed, all that was told as written is there, undo included", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ turn: anyTurn, pause: fc.nat({ max: 3 }), wait: fc.constantFrom(0, 0, 0, 61_000) }), {
        minLength: 5,
        maxLength: 60,
        size: "max",
      }),
      async (list) => {
        const { engine, take } = session();
        const storage = memoryStorage();
        const { writer, time, told, lines } = journal(engine, storage);
        for (const { turn, pause, wait } of list) {
          take(turn);
          if (pause === 0) await turnOfLoop();
          time.now += wait;
          if (wait > 0) writer.tick();
        }
        while (told.written < lines()) await turnOfLoop();
        // Not closed: as if killed. Gestures that went on have ended for who comes after.
        const after = await recoveredOf(storage);
        expect(told.lost).toBe(0);
        expect(after).toEqual(stateNow(engine));
        await writer.close();
        expect(await recoveredOf(storage)).toEqual(after);
      },
    ),
    { numRuns: 60 },
  );
});

test("a checkpoint comes after 1 000 lines, after a minute's rest, and never while a gesture goes on", async () => {
  const engine = createEngine({ registry: testRegistry });
  const storage = memoryStorage();
  const { writer, time } = journal(engine, storage);
  const segments = async () => {
    for (let turn = 0; turn < 5; turn++) await turnOfLoop();
    return (await storage.list("")).length;
  };
  expect(await segments()).toBe(1);
  for (let edit = 0; edit < 1_000; edit++) engine.submit(renamePatch({ name: `Edit ${edit}` }));
  expect(await segments()).toBe(2);
  const drag = engine.gesture("drag");
  for (let edit = 0; edit < 1_200; edit++) drag.submit(renamePatch({ name: `Drag ${edit}` }));
  time.now += 61_000;
  writer.tick();
  expect(await segments()).toBe(2);
  drag.end();
  expect(await segments()).toBe(3);
  engine.submit(renamePatch({ name: "Last" }));
  time.now += 59_000;
  writer.tick();
  expect(await segments()).toBe(3);
  time.now += 2_000;
  writer.tick();
  expect(await segments()).toBe(4);
  writer.tick();
  expect(await segments()).toBe(4);
});

test("another document has its own journal, and undo brings the one before back to its own", async () => {
  const engine = createEngine({ registry: testRegistry });
  engine.submit(replacePatch({ patch: { ...emptyPatch("One"), uid: "one" } }), { undoable: false });
  const storage = memoryStorage();
  const { writer, told, lines } = journal(engine, storage);
  engine.submit(addModule({ type: "audio.tone" }));
  while (told.written < lines()) await turnOfLoop();
  const one = stateNow(engine);
  engine.submit(replacePatch({ patch: { ...emptyPatch("Two"), uid: "two" } }));
  engine.submit(addModule({ type: "control.lfo" }));
  while (told.written < lines()) await turnOfLoop();
  expect(await recoveredOf(storage, "one")).toEqual(one);
  expect(await recoveredOf(storage, "two")).toEqual(stateNow(engine));
  engine.undo();
  engine.undo();
  while (told.written < lines()) await turnOfLoop();
  expect(engine.snapshot().patch.uid).toBe("one");
  expect(await recoveredOf(storage, "one")).toEqual(stateNow(engine));
  await writer.close();
});

test("what a full storage did not take is written when it takes something again, and told once", async () => {
  const engine = createEngine({ registry: testRegistry });
  const storage = memoryStorage();
  const { writer, time, told, lines } = journal(engine, storage);
  while (told.written < 0) await turnOfLoop();
  engine.submit(renamePatch({ name: "Kept" }));
  storage.isFull = true;
  for (let edit = 0; edit < 10; edit++) {
    engine.submit(renamePatch({ name: `Only in memory ${edit}` }));
    time.now += 1_000;
    writer.tick();
    await turnOfLoop();
  }
  expect(told.failed).toEqual(["Error: The disk is full"]);
  expect((await recoveredOf(storage))?.patch.name).toBe("Kept");
  storage.isFull = false;
  time.now += 5_000;
  writer.tick();
  while (told.written < lines()) await turnOfLoop();
  expect(await recoveredOf(storage)).toEqual(stateNow(engine));
  expect(engine.undoState().undo).toBeDefined();
});

test("a line that doesn't fit asks for the whole state, which is written then", async () => {
  const engine = createEngine({ registry: testRegistry });
  const storage = memoryStorage();
  const { writer, told, lines } = journal(engine, storage);
  engine.submit(addModule({ type: "audio.tone" }));
  writer.write(99, {
    kind: "entry",
    entry: { role: "do", commands: [], origin: "hand", at: 0, version: 7, label: "", undoable: true },
  });
  expect(told.lost).toBe(1);
  writer.begin(stateNow(engine), lines());
  engine.submit(addModule({ type: "audio.tone" }));
  while (told.written < lines()) await turnOfLoop();
  expect(await recoveredOf(storage)).toEqual(stateNow(engine));
});

test("thinning and packing never change the newest state", async () => {
  const engine = createEngine({ registry: testRegistry });
  const storage = memoryStorage();
  const { writer, time, told, lines } = journal(engine, storage);
  for (let edit = 0; edit < 60; edit++) {
    engine.submit(renamePatch({ name: `Edit ${edit}` }));
    while (told.written < lines()) await turnOfLoop();
    time.now += 7 * 60_000;
    writer.tick();
    for (let turn = 0; turn < 4; turn++) await turnOfLoop();
    expect(await recoveredOf(storage)).toEqual(stateNow(engine));
  }
  const files = await storage.list("");
  expect(files.some(({ isShort }) => isShort)).toBe(true);
  expect(files.length).toBeLessThan(60);
});

test("over days and with versions, size stays bounded, every version opens as it was named, and the newest is exact", async () => {
  const turn = fc.record({
    edits: fc.integer({ min: 1, max: 4 }),
    wait: fc.constantFrom(0, 61_000, 11 * 60_000, 5 * 3_600_000, 3 * 24 * 3_600_000),
    version: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 5, maxLength: 20, size: "max" }), async (list) => {
      const engine = createEngine({ registry: testRegistry });
      const storage = memoryStorage();
      const { writer, time, told, lines } = journal(engine, storage);
      const settle = async () => {
        while (told.written < lines()) await turnOfLoop();
        for (let wait = 0; wait < 3; wait++) await turnOfLoop();
      };
      const versions = new Map<string, ReturnType<typeof stateNow>>();
      for (const [at, { edits, wait, version }] of list.entries()) {
        for (let edit = 0; edit < edits; edit++) engine.submit(renamePatch({ name: `Edit ${at}.${edit}` }));
        if (version) {
          writer.keepVersion(`Version ${at}`);
          versions.set(`Version ${at}`, stateNow(engine));
        }
        await settle();
        time.now += wait;
        writer.tick();
        await settle();
      }
      expect(await recoveredOf(storage)).toEqual(stateNow(engine));
      const files = await storage.list("");
      const kept = new Map<string | undefined, unknown>();
      for (const file of files.filter(({ isVersion }) => isVersion)) {
        const text = await storage.read("", file);
        kept.set(
          readSegment(text)?.checkpoint.name,
          throughJson(recoverSegment(text, testRegistry, 0)?.replica.state()),
        );
      }
      expect(kept).toEqual(versions);
      const isOld = ({ at }: { readonly at: number }) => time.now - at > 31 * 24 * 3_600_000;
      expect(files.filter((file, index) => isOld(file) && !file.isVersion && index < files.length - 3)).toEqual([]);
      await writer.close();
    }),
    { numRuns: 15 },
  );
});
