import { expect, test } from "vitest";
import { addModule, createPattern, play, removeModules, renamePatch, setParameters, setTempo } from "./command.ts";
import { createEngine, createEngineStore } from "./create-engine.ts";
import type { Changes, Engine } from "./engine.ts";
import type { Entry } from "./entry.ts";
import { testRegistry } from "./testing/test-registry.ts";

function begin(): { engine: Engine; troubles: string[] } {
  const troubles: string[] = [];
  const engine = createEngine({ registry: testRegistry, reportTrouble: (message) => troubles.push(message) });
  return { engine, troubles };
}

const setLevel = (module: number, level: number) => setParameters({ module, values: { level } });

test("eight producers of 10 000 commands each lose none and keep their order", async () => {
  const { engine } = begin();
  const producers = [1, 2, 3, 4, 5, 6, 7, 8];
  for (const id of producers) engine.submit(addModule({ type: "audio.tone", id }));
  const { version } = engine.snapshot();
  let lastVersion = version;
  const entries: Entry[] = [];
  engine.onEntry((entry) => entries.push(entry));
  const counts = new Map<number, number>();
  const heard = new Map<number, number>();
  engine.subscribe((snapshot, changes) => {
    expect(snapshot.version).toBeGreaterThan(lastVersion);
    lastVersion = snapshot.version;
    for (const id of changes.parameters) {
      const pitch = snapshot.patch.parameters.get(id)?.[1] ?? 0;
      expect(pitch).toBeGreaterThanOrEqual(heard.get(id) ?? 0);
      heard.set(id, pitch);
    }
  });
  const produce = async (module: number) => {
    for (let sent = 1; sent <= 10_000; sent++) {
      const outcome = engine.submit(setParameters({ module, values: { pitch: 20 + sent } }), {
        origin: module % 2 === 0 ? "script" : "midi",
      });
      expect(outcome.ok).toBe(true);
      counts.set(module, (counts.get(module) ?? 0) + 1);
      if (sent % 50 === module) await undefined;
      if (sent % 1_000 === 0) engine.flush();
    }
  };
  await Promise.all(producers.map(produce));
  engine.flush();
  expect([...counts.values()]).toEqual(producers.map(() => 10_000));
  expect(engine.snapshot().version).toBe(version + 80_000);
  for (const id of producers) expect(heard.get(id)).toBe(10_020);
  const latest = new Map<number, number>();
  for (const command of entries.flatMap(({ commands }) => commands)) {
    if (!setParameters.match(command)) continue;
    const { module, values } = command.payload;
    expect(values.pitch).toBeGreaterThan(latest.get(module) ?? 0);
    latest.set(module, Number(values.pitch));
  }
});

test("observers hear once a flush of everything since they last heard", () => {
  const { engine } = begin();
  const heard: Changes[] = [];
  engine.subscribe((_, changes) => heard.push(changes));
  engine.submit(addModule({ type: "audio.tone" }));
  engine.submit(createPattern({}));
  engine.submit(setTempo({ bpm: 90 }));
  expect(heard).toEqual([]);
  engine.flush();
  engine.flush();
  expect(heard).toHaveLength(1);
  const [changes] = heard;
  expect([...(changes?.modules ?? [])]).toEqual([1]);
  expect([...(changes?.patterns ?? [])]).toEqual([1]);
  expect(changes).toMatchObject({ transport: true, document: false, all: false });
});

test("renaming the patch is heard", () => {
  const { engine } = begin();
  const heard: Changes[] = [];
  engine.subscribe((_, changes) => heard.push(changes));
  engine.submit(renamePatch({ name: "Night" }));
  engine.flush();
  engine.undo();
  engine.flush();
  expect(heard.map(({ document, all }) => [document, all])).toEqual([
    [true, false],
    [true, false],
  ]);
});

test("an observer far behind is told to read everything anew", () => {
  const { engine } = begin();
  let heard: Changes | undefined;
  engine.submit(addModule({ type: "audio.tone" }));
  engine.subscribe((_, changes) => {
    heard = changes;
  });
  for (let edit = 0; edit < 66_000; edit++) engine.submit(setLevel(1, (edit % 100) / 100));
  engine.flush();
  expect(heard?.all).toBe(true);
});

test("one that joins late hears only of what comes after", () => {
  const { engine } = begin();
  engine.submit(addModule({ type: "audio.tone" }));
  const heard: number[][] = [];
  engine.subscribe((_, changes) => heard.push([...changes.modules]));
  engine.submit(addModule({ type: "audio.tone" }));
  engine.flush();
  expect(heard).toEqual([[2]]);
});

test("an observer may leave, and make others leave, while all are told", () => {
  const { engine } = begin();
  const heard: string[] = [];
  engine.subscribe(() => {
    heard.push("first");
    leaveSecond();
  });
  const leaveSecond = engine.subscribe(() => heard.push("second"));
  engine.submit(addModule({ type: "audio.tone" }));
  engine.flush();
  expect(heard).toEqual(["first"]);
});

test("what an observer submits waits for the next turn, and its refusal is reported", () => {
  const { engine, troubles } = begin();
  const seen: [string, number][] = [];
  let isFirst = true;
  engine.subscribe((snapshot) => {
    seen.push(["first", snapshot.version]);
    if (!isFirst) return;
    isFirst = false;
    expect(engine.submit(setLevel(1, 0.25)).ok).toBe(true);
    expect(engine.submit(removeModules({ modules: [99] })).ok).toBe(true);
    expect(engine.snapshot()).toBe(snapshot);
  });
  engine.subscribe((snapshot) => seen.push(["second", snapshot.version]));
  engine.submit(addModule({ type: "audio.tone" }));
  engine.flush();
  expect(seen).toEqual([
    ["first", 2],
    ["second", 2],
    ["first", 3],
    ["second", 3],
  ]);
  expect(troubles).toEqual(["There is no module 99 any more."]);
});

test("observers that answer each other without end are cut off, and it is said", () => {
  const { engine, troubles } = begin();
  engine.submit(addModule({ type: "audio.tone" }));
  let level = 0;
  engine.subscribe(() => {
    level = (level + 0.001) % 1;
    engine.submit(setLevel(1, level));
  });
  engine.submit(setLevel(1, 0.9));
  engine.flush();
  expect(troubles).toHaveLength(1);
  expect(troubles[0]).toContain("answer each other");
  expect(engine.submit(setLevel(1, 0.8)).ok).toBe(true);
});

test("a gesture ended or cancelled by an observer is over even when what observers cause is cut off", () => {
  const { engine, troubles } = begin();
  engine.submit([addModule({ type: "audio.tone" }), addModule({ type: "audio.tone" })]);
  const ended = engine.gesture("turn level");
  const cancelled = engine.gesture("turn level");
  ended.submit(setLevel(1, 0.25));
  cancelled.submit(setLevel(2, 0.25));
  engine.subscribe((snapshot) => {
    engine.submit(setTempo({ bpm: 100 + (snapshot.version % 10) }));
    ended.end();
    cancelled.cancel();
  });
  engine.submit(setTempo({ bpm: 90 }));
  engine.flush();
  expect(troubles).toHaveLength(1);
  expect([ended.open, cancelled.open]).toEqual([false, false]);
  expect(engine.snapshot().patch.parameters.get(2)?.[0]).toBe(0.5);
});

test("observers that throw, and a listener that throws, keep nobody from hearing", () => {
  const { engine, troubles } = begin();
  let heard = 0;
  engine.onTrouble(() => {
    throw new Error("deaf");
  });
  for (let other = 0; other < 3; other++) {
    engine.subscribe(() => {
      throw new Error("broken");
    });
    engine.subscribe(() => {
      heard++;
    });
  }
  engine.submit(addModule({ type: "audio.tone" }));
  engine.flush();
  expect(heard).toBe(3);
  expect(troubles).toHaveLength(3);
});

test("flushing from within an observer does nothing more", () => {
  const { engine } = begin();
  let heard = 0;
  engine.subscribe(() => {
    heard++;
    engine.flush();
  });
  engine.submit(play());
  engine.flush();
  expect(heard).toBe(1);
});

test("a command dispatched to the store goes the way of one submitted", () => {
  const { engine, store } = createEngineStore({ registry: testRegistry, clock: () => 480 });
  let heard = 0;
  const entries: Entry[] = [];
  engine.onEntry((entry) => entries.push(entry));
  engine.subscribe(() => {
    heard++;
  });
  store.dispatch(addModule({ type: "audio.tone" }));
  const refusal: unknown = store.dispatch(removeModules({ modules: [99] }));
  expect(refusal).toMatchObject({ ok: false });
  engine.flush();
  expect(heard).toBe(1);
  expect(engine.undoState().undo).toBe("add module");
  expect(entries).toMatchObject([{ origin: "hand", at: 480, version: 2 }]);
  engine.undo();
  expect(engine.snapshot().patch.modules.size).toBe(0);
});

test("a command dispatched by an observer waits for the next turn too", () => {
  const { engine, store } = createEngineStore({ registry: testRegistry });
  const versions: number[] = [];
  engine.subscribe((snapshot) => {
    versions.push(snapshot.version);
    if (versions.length === 1) store.dispatch(renamePatch({ name: "Answered" }));
    expect(engine.snapshot()).toBe(snapshot);
  });
  engine.submit(addModule({ type: "audio.tone" }));
  engine.flush();
  expect(versions).toEqual([2, 3]);
  expect(engine.snapshot().patch.name).toBe("Answered");
});

test("what a store's own subscriber submits keeps its place in undo and log", () => {
  const { engine, store } = createEngineStore({ registry: testRegistry });
  const versions: number[] = [];
  engine.onEntry(({ version }) => versions.push(version));
  let hasAnswered = false;
  store.subscribe(() => {
    if (hasAnswered) return;
    hasAnswered = true;
    engine.submit(setLevel(1, 0.25));
  });
  const outcome = engine.submit(addModule({ type: "audio.tone" }));
  expect(outcome.ok && outcome.value.modules).toEqual([1]);
  expect(versions).toEqual([2, 3]);
  expect(engine.undoState().undo).toBe("change parameters");
});

test("malformed commands are refused in words and change nothing", () => {
  const { engine } = begin();
  engine.submit(addModule({ type: "audio.tone" }));
  const before = engine.snapshot();
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const malformed: unknown[] = [
    null,
    {},
    { type: "module/add" },
    { type: "module/add", payload: { type: "script.test", content: circle } },
    { type: "module/gone", payload: {} },
    { type: "module/move", payload: { positions: { 1: { x: Number.NaN, y: 0 } } } },
    { type: "parameter/set", payload: { module: 1, values: { level: "loud" } } },
    { type: "parameter/set", payload: { module: 1, values: { __proto__: 1, constructor: 2 } } },
    { type: "connection/add", payload: { from: { module: 1, port: ["sound"] }, to: { module: 1, port: "sound" } } },
    { type: "preset/insert", payload: { fragment: { format: "optophone-fragment" }, position: { x: 0, y: 0 } } },
    { type: "asset/add", payload: { name: "x", kind: "sound", path: "../secret.wav", hash: "" } },
    { type: "transport/seek", payload: { tick: -1 } },
  ];
  for (const command of malformed) {
    const outcome = engine.submit(command as never);
    expect(outcome).toMatchObject({ ok: false });
    expect(engine.can(command as never).ok).toBe(false);
    expect(engine.snapshot()).toBe(before);
  }
  expect(engine.submit([]).ok).toBe(false);
});
