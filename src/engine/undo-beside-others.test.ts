import { expect, test } from "vitest";
import {
  addAsset,
  addModule,
  bindPattern,
  connect,
  createPattern,
  deletePattern,
  disconnect,
  removeModules,
  renameModule,
  replacePatch,
  setContent,
  setParameters,
} from "./command.ts";
import { createEngine } from "./create-engine.ts";
import { emptyPatch } from "./empty-patch.ts";
import { patchParts } from "./testing/patch-parts.ts";
import { scriptWith, testRegistry } from "./testing/test-registry.ts";

const begin = () => createEngine({ registry: testRegistry });
const script = { origin: "script" } as const;

test("undo takes back one's own change and leaves what a script changed", () => {
  const engine = begin();
  engine.submit(addModule({ type: "audio.tone" }));
  engine.submit(setParameters({ module: 1, values: { level: 0.1 } }));
  engine.submit(setParameters({ module: 1, values: { pitch: 880 } }), script);
  engine.undo();
  expect(engine.snapshot().patch.parameters.get(1)).toEqual([0.5, 880, 0, 0]);
  engine.undo("script");
  expect(engine.snapshot().patch.parameters.get(1)).toEqual([0.5, 440, 0, 0]);
});

test("undo passes over changes to a module another removed", () => {
  const engine = begin();
  engine.submit(addModule({ type: "audio.tone" }));
  engine.submit(addModule({ type: "audio.tone" }));
  engine.submit(setParameters({ module: 2, values: { level: 0.1 } }));
  engine.submit(removeModules({ modules: [2] }), script);
  expect(engine.undo()).toEqual({ ok: true, value: undefined });
  expect(engine.snapshot().patch.modules.size).toBe(0);
  expect(engine.undo().ok).toBe(false);
});

test("a module whose name was taken meanwhile comes back with a number", () => {
  const engine = begin();
  engine.submit(addModule({ type: "audio.tone", name: "kick" }));
  engine.submit(removeModules({ modules: [1] }));
  engine.submit(addModule({ type: "audio.tone", name: "kick" }), script);
  engine.undo();
  expect([...engine.snapshot().patch.modules.values()].map(({ name }) => name).sort()).toEqual(["kick", "kick2"]);
});

test("undoing a rename gives a number when the old name is taken", () => {
  const engine = begin();
  engine.submit(addModule({ type: "audio.tone", name: "kick" }));
  engine.submit(renameModule({ module: 1, name: "snare" }));
  engine.submit(addModule({ type: "audio.tone", name: "kick" }), script);
  engine.undo();
  expect(engine.snapshot().patch.modules.get(1)?.name).toBe("kick2");
});

test("a cable whose place another filled stays out", () => {
  const engine = begin();
  engine.submit([
    addModule({ type: "audio.player" }),
    addModule({ type: "audio.player" }),
    addModule({ type: "video.mix" }),
    connect({ from: { module: 1, port: "picture" }, to: { module: 3, port: "first" } }),
  ]);
  engine.submit(removeModules({ modules: [1] }));
  engine.submit(connect({ from: { module: 2, port: "picture" }, to: { module: 3, port: "first" } }), script);
  engine.undo();
  const cables = [...engine.snapshot().patch.connections.values()];
  expect(cables.map(({ from }) => from.module)).toEqual([2]);
});

test("a cable that would close a circle by now stays out", () => {
  const engine = begin();
  engine.submit([addModule({ type: "video.mix" }), addModule({ type: "video.mix" })], script);
  engine.submit(connect({ from: { module: 1, port: "picture" }, to: { module: 2, port: "first" } }));
  engine.submit(disconnect({ connections: [1] }));
  engine.submit(connect({ from: { module: 2, port: "picture" }, to: { module: 1, port: "first" } }), script);
  engine.undo();
  expect([...engine.snapshot().patch.connections.keys()]).toEqual([2]);
});

test("media another uses stay when adding them is undone", () => {
  const engine = begin();
  engine.submit(addModule({ type: "audio.player" }));
  engine.submit(addAsset({ name: "kick", kind: "sound", path: "media/kick.wav", hash: "a".repeat(64) }), script);
  engine.submit(setContent({ module: 1, content: { asset: 1 } }));
  expect(engine.undo("script").ok).toBe(false);
  expect(engine.snapshot().patch.assets.get(1)?.name).toBe("kick");
});

test("a pattern another deleted is not bound again", () => {
  const engine = begin();
  engine.submit([addModule({ type: "sequencer.tracker" }), createPattern({ name: "fill" })]);
  engine.submit(bindPattern({ module: 1, pattern: 2 }));
  engine.submit(deletePattern({ pattern: 1 }), script);
  engine.undo();
  expect(engine.snapshot().patch.bindings.size).toBe(0);
});

test("opening another patch forgets what others could undo, and is undone by who opened it", () => {
  const engine = begin();
  engine.submit(addModule({ type: "audio.tone" }), script);
  const before = patchParts(engine.snapshot().patch);
  engine.submit(replacePatch({ patch: emptyPatch("Other") }));
  expect(engine.undo("script").ok).toBe(false);
  engine.undo();
  expect(patchParts(engine.snapshot().patch)).toStrictEqual(before);
});

test("ids are never given twice, not even after opening another patch", () => {
  const engine = begin();
  engine.submit(addModule({ type: "audio.tone" }));
  engine.submit(replacePatch({ patch: emptyPatch() }));
  const outcome = engine.submit(addModule({ type: "audio.tone" }));
  expect(outcome.ok && outcome.value.modules).toEqual([2]);
  expect(engine.submit(addModule({ type: "audio.tone", id: 1 })).ok).toBe(false);
});

test("what is not undoable is passed over", () => {
  const engine = begin();
  engine.submit(addModule({ type: "script.test" }));
  engine.submit(setContent({ module: 1, content: scriptWith(["speed"], []) }), { undoable: false });
  expect(engine.undoState().undo).toBe("add module");
});

test("the cable at a picture input is replaced, and undo puts it back", () => {
  const engine = begin();
  engine.submit([
    addModule({ type: "audio.player" }),
    addModule({ type: "audio.player" }),
    addModule({ type: "video.mix" }),
    connect({ from: { module: 1, port: "picture" }, to: { module: 3, port: "first" } }),
  ]);
  const before = patchParts(engine.snapshot().patch);
  engine.submit(connect({ from: { module: 2, port: "picture" }, to: { module: 3, port: "first" } }));
  expect([...engine.snapshot().patch.connections.values()].map(({ from }) => from.module)).toEqual([2]);
  engine.undo();
  expect(patchParts(engine.snapshot().patch)).toStrictEqual(before);
});
