import { expect, test } from "vitest";
import { addModule, duplicateModules, insertFragment, moveModules, removeModules, replacePatch } from "./command.ts";
import { createEngine } from "./create-engine.ts";
import { copyFragment, parseFragment } from "./fragment.ts";
import { patchData, patchOf } from "./patch-data.ts";
import { parsePatch, serialisePatch } from "./patch-file.ts";
import { strangeParts } from "./strange-parts.ts";
import { patchParts } from "./testing/patch-parts.ts";
import { testRegistry } from "./testing/test-registry.ts";

const future = {
  name: "later",
  type: "audio.tomorrow",
  version: 3,
  parameters: { level: 0.5, curve: [0, 1, { at: 2 }], mode: "bright" },
  content: { asset: null, table: [[1, 2]] },
  colour: "red",
};

/** A file of a build that knows more than this one, everywhere it may. */
const newer = {
  format: "optophone-patch",
  version: 2,
  name: "Tomorrow",
  seed: 7,
  transport: { bpm: 120, beatsPerBar: 4, swing: 0.25 },
  modules: [
    future,
    { name: "tone", type: "audio.tone", version: 99, parameters: { level: 1, shiny: true } },
    { name: "old", type: "audio.tone", version: 1, parameters: { level: 1, grit: 0.75, list: [1] }, colour: "blue" },
    { name: "slow", type: "control.lfo", version: 1, parameters: { rate: 1 } },
    { name: "inner", in: "later", type: "control.lfo", version: 1, parameters: { rate: 2 } },
  ],
  connections: [
    { from: "old.sound", to: "later.anything" },
    { from: "later.notes", to: "tone.whatever", colour: 5 },
    { from: "tone.odd", to: "later.even", signal: "video" },
    { from: "slow.value", to: "old.grit", amount: 0.5 },
    { from: "slow.value", to: "old.level", bend: "up" },
  ],
  patterns: [{ name: "beat", stepsPerBeat: 4, steps: [{ note: 60 }, null], swing: 0.5 }],
  assets: [{ name: "a", kind: "sound", path: "a.wav", hash: "", gain: 2 }],
  presets: [],
  layout: [
    ["later", 0, 0],
    ["tone", 16, 0],
    ["old", 32, 0],
    ["slow", 48, 0],
    ["later/inner", 64, 0],
  ],
  scenes: [{ name: "one", values: { "old.level": 1 } }],
};

function opened(file: object) {
  const read = parsePatch(JSON.stringify(file), testRegistry);
  if (!read.ok) throw new Error(read.reason);
  return createEngine({ registry: testRegistry, snapshot: read.value });
}

const asWritten = (file: object) => JSON.parse(serialisePatch(opened(file).snapshot(), testRegistry));

/** What the file says, with the parameters it leaves out and no more. */
function said(written: { modules: { name: string; parameters: object }[] } & Record<string, unknown>) {
  const modules = written.modules.map((module) => {
    const given = newer.modules.find(({ name }) => name === module.name)?.parameters ?? {};
    const parameters = Object.fromEntries(Object.entries(module.parameters).filter(([key]) => key in given));
    return { ...module, parameters };
  });
  return { ...written, modules };
}

test("what a newer build wrote is written back as it was, and the rest opens", () => {
  expect(said(asWritten(newer))).toEqual(newer);
  expect(asWritten(asWritten(newer))).toEqual(asWritten(newer));
});

test("everything this build doesn't know is named with its place, so that a slip in writing shows", () => {
  const named = strangeParts(opened(newer).snapshot().patch).map(({ path, reason }) => `${path}: ${reason}`);
  expect(named).toEqual([
    "scenes: a patch has no such section",
    "transport.swing: a transport has no such field",
    "modules[later]: version 3 of audio.tomorrow is not known",
    "modules[later].colour: a module has no such field",
    "modules[tone]: version 99 of audio.tone is not known",
    "modules[old].parameters.grit: audio.tone has no such parameter",
    "modules[old].parameters.list: audio.tone has no such parameter",
    "modules[old].colour: a module has no such field",
    "connections[later.notes → tone.whatever].colour: a cable has no such field",
    "connections[slow.value → old.level].bend: a cable has no such field",
    "patterns[beat].swing: a pattern has no such field",
    "assets[a].gain: an asset has no such field",
  ]);
  expect(strangeParts(createEngine({ registry: testRegistry }).snapshot().patch)).toEqual([]);
});

test("a module of a newer version or of a type unknown is a placeholder, and its cables carry what their known end does", () => {
  const { patch } = opened(newer).snapshot();
  expect([...patch.modules.values()].filter(({ unknown }) => unknown).map(({ name }) => name)).toEqual([
    "later",
    "tone",
  ]);
  expect(patch.parameters.has(2)).toBe(false);
  expect([1, 2, 3, 4, 5].map((id) => patch.connections.get(id)?.signal)).toEqual([
    "audio",
    "event",
    "video",
    "control",
    "control",
  ]);
});

test("edits, undo, copies and plain data leave it as it was", () => {
  const engine = opened(newer);
  const before = patchParts(engine.snapshot().patch);
  const all = [...engine.snapshot().patch.modules.keys()];
  engine.submit(moveModules({ positions: { 1: { x: 160, y: 160 } } }));
  engine.submit(duplicateModules({ modules: all }));
  engine.submit(removeModules({ modules: all }));
  for (let step = 0; step < 3; step++) engine.undo();
  expect(patchParts(engine.snapshot().patch)).toStrictEqual(before);
  const data = JSON.parse(JSON.stringify(patchData(engine.snapshot().patch)));
  const again = patchOf(data);
  expect(again.ok ? patchParts(again.value) : again.reason).toStrictEqual(before);
  expect(again.ok && again.value.kept).toEqual({ scenes: newer.scenes, transport: { swing: 0.25 } });
});

test("a copy of it comes back alike in another patch", () => {
  const engine = opened(newer);
  const all = [...engine.snapshot().patch.modules.keys()];
  const fragment = parseFragment(JSON.stringify(copyFragment(engine.snapshot().patch, testRegistry, all)));
  if (!fragment.ok) throw new Error(fragment.reason);
  const other = createEngine({ registry: testRegistry });
  const outcome = other.submit(insertFragment({ fragment: fragment.value, position: { x: 0, y: 0 } }));
  expect(outcome.ok ? "" : outcome.reason).toBe("");
  const { modules, connections } = patchParts(engine.snapshot().patch);
  expect(patchParts(other.snapshot().patch)).toMatchObject({ modules, connections });
});

test("opening another document leaves it behind, and undo brings it back", () => {
  const engine = opened(newer);
  const { kept } = engine.snapshot().patch;
  engine.submit(replacePatch({ patch: createEngine({ registry: testRegistry }).snapshot().patch }));
  engine.submit(addModule({ type: "audio.tone" }));
  expect(engine.snapshot().patch.kept).toEqual({});
  engine.undo();
  engine.undo();
  expect(engine.snapshot().patch.kept).toEqual(kept);
});
