import { expect, test } from "vitest";
import {
  addAsset,
  addModule,
  connect,
  createPattern,
  deletePreset,
  duplicateModules,
  insertFragment,
  savePreset,
  setContent,
  setParameters,
  setSteps,
} from "./command.ts";
import { createEngine } from "./create-engine.ts";
import type { Engine } from "./engine.ts";
import { copyFragment, fragmentFromExample, parseFragment } from "./fragment.ts";
import type { PatchFragment } from "./patch.ts";
import { parsePatch, serialisePatch } from "./patch-file.ts";
import { testRegistry, tone } from "./testing/test-registry.ts";

const begin = () => createEngine({ registry: testRegistry });
const HASH = "a".repeat(64);
const TONE_DEFAULTS = { level: 0.5, pitch: 440, shape: "sine", muted: false };
const kick = { name: "kick.wav", kind: "sound", path: "media/kick.wav", hash: HASH } as const;

/** A tracker with a note that plays a sound, and a slow wave that moves a tone. */
function playing(): Engine {
  const engine = begin();
  const outcome = engine.submit([
    addModule({ type: "sequencer.tracker", name: "beat", position: { x: 320, y: 160 } }),
    addAsset(kick),
    addModule({ type: "audio.player", name: "drum", position: { x: 640, y: 96 }, content: { asset: 1, clip: null } }),
    setSteps({ pattern: 1, steps: { 0: { note: 36 } } }),
    connect({ from: { module: 1, port: "notes" }, to: { module: 2, port: "notes" } }),
    addModule({ type: "audio.tone", name: "bass", parameters: { level: 0.25, shape: "saw" } }),
    connect({ from: { module: 2, port: "sound" }, to: { module: 3, port: "sound" }, amount: 0.5 }),
  ]);
  expect(outcome.ok).toBe(true);
  return engine;
}

const copied = (engine: Engine, modules: readonly number[]): PatchFragment =>
  copyFragment(engine.snapshot().patch, testRegistry, modules);

test("copied modules come back in another patch with values, cables, patterns and media", () => {
  const text = JSON.stringify(copied(playing(), [3, 1, 2]));
  const fragment = parseFragment(text);
  if (!fragment.ok) throw new Error(fragment.reason);
  const other = begin();
  other.submit([
    addModule({ type: "audio.tone", name: "bass" }),
    createPattern({ name: "pattern1" }),
    addAsset({ ...kick, name: "other.wav", hash: "b".repeat(64) }),
  ]);
  const outcome = other.submit(insertFragment({ fragment: fragment.value, position: { x: 1_600, y: 800 } }));
  expect(outcome).toMatchObject({ ok: true, value: { modules: [2, 3, 4], patterns: [2], assets: [2] } });
  const { patch } = other.snapshot();
  expect([...patch.modules.values()].map(({ name }) => name).sort()).toEqual(["bass", "bass2", "beat", "drum"]);
  expect(patch.modules.get(3)?.content).toEqual({ asset: 2, clip: null });
  expect(patch.parameters.get(4)).toEqual([0.25, 440, 1, 0]);
  expect(patch.patterns.get(patch.bindings.get(2) ?? 0)).toMatchObject({ name: "pattern2" });
  expect(patch.patterns.get(2)?.steps[0]?.note).toBe(36);
  expect([2, 3, 4].map((id) => patch.layout.get(id))).toEqual([
    { x: 1_920, y: 960 },
    { x: 2_240, y: 896 },
    { x: 1_600, y: 800 },
  ]);
  expect([...patch.connections.values()].map(({ from, to, amount }) => [from.module, to.module, amount])).toEqual([
    [2, 3, 1],
    [3, 4, 0.5],
  ]);
  other.undo();
  expect(other.snapshot().patch.modules.size).toBe(1);
  expect(other.snapshot().patch.patterns.size).toBe(1);
});

test("a copied part leaves out cables that lead outside and patterns nobody in it plays", () => {
  const fragment = copied(playing(), [3]);
  expect(fragment.connections).toEqual([]);
  expect(fragment.patterns).toBeUndefined();
  expect(fragment.modules[0]?.position).toEqual({ x: 0, y: 0 });
});

test("a duplicated tracker plays a copy of its pattern, so changing one leaves the other", () => {
  const engine = playing();
  const outcome = engine.submit(duplicateModules({ modules: [1, 2] }));
  expect(outcome).toMatchObject({ ok: true, value: { modules: [4, 5], connections: [3], patterns: [2] } });
  engine.submit(setSteps({ pattern: 2, steps: { 0: null } }));
  const { patch } = engine.snapshot();
  expect(patch.patterns.get(1)?.steps[0]?.note).toBe(36);
  expect(patch.bindings.get(4)).toBe(2);
  expect(patch.layout.get(4)).toEqual({ x: 352, y: 192 });
  expect(patch.connections.get(3)).toMatchObject({ from: { module: 4 }, to: { module: 5 } });
  expect(patch.modules.get(5)).toMatchObject({ name: "drum2", content: { asset: 1 } });
});

test("the same file added twice is one asset, also for what the same transaction says of it", () => {
  const engine = playing();
  const outcome = engine.submit([
    addAsset({ ...kick, name: "again.wav", id: 7 }),
    setContent({ module: 2, content: { asset: 7, clip: null } }),
    addModule({ type: "audio.player", content: { asset: 7 } }),
  ]);
  expect(outcome).toMatchObject({ ok: true, value: { assets: [1] } });
  const { patch } = engine.snapshot();
  expect(patch.assets.size).toBe(1);
  expect(patch.modules.get(2)?.content?.asset).toBe(1);
  expect(patch.modules.get(4)?.content?.asset).toBe(1);
});

test("another file of the same name gets another name, so that files can tell them apart", () => {
  const engine = playing();
  engine.submit(addAsset({ ...kick, hash: "c".repeat(64) }));
  const names = [...engine.snapshot().patch.assets.values()].map(({ name }) => name);
  expect(new Set(names).size).toBe(2);
});

test("a saved preset keeps its group as it was then, and outlives saving the patch", () => {
  const engine = playing();
  expect(engine.submit(savePreset({ name: "Beat", modules: [1, 2] })).ok).toBe(true);
  expect(engine.submit(savePreset({ name: "Beat", modules: [3] })).ok).toBe(true);
  engine.submit(setParameters({ module: 3, values: { level: 1 } }));
  expect([...engine.snapshot().patch.presets.values()].map(({ name }) => name)).toEqual(["Beat", "Beat2"]);
  const read = parsePatch(serialisePatch(engine.snapshot(), testRegistry), testRegistry);
  if (!read.ok) throw new Error(read.reason);
  const fragment = read.value.patch.presets.get(2)?.fragment;
  const other = begin();
  other.submit(insertFragment({ fragment: fragment as PatchFragment, position: { x: 0, y: 0 } }));
  expect(other.snapshot().patch.parameters.get(1)?.[0]).toBe(0.25);
  expect(engine.submit(deletePreset({ preset: 1 })).ok).toBe(true);
  expect(engine.submit(deletePreset({ preset: 1 })).ok).toBe(false);
  expect(engine.submit(savePreset({ name: "Empty", modules: [] })).ok).toBe(false);
});

test("modules of types this build doesn't know are kept with their data, cables and all", () => {
  const fragment: PatchFragment = {
    format: "optophone-fragment",
    version: 1,
    modules: [
      {
        name: "old",
        type: "audio.gone",
        version: 3,
        position: { x: 0, y: 0 },
        parameters: { depth: 7 },
        content: { asset: "kick.wav" },
      },
      { name: "bass", type: "audio.tone", version: 1, position: { x: 256, y: 0 }, parameters: TONE_DEFAULTS },
    ],
    connections: [{ from: "old.sound", to: "bass.sound", signal: "audio" }],
    assets: [kick],
  };
  const engine = begin();
  expect(engine.submit(insertFragment({ fragment, position: { x: 0, y: 0 } })).ok).toBe(true);
  expect(copied(engine, [1, 2])).toEqual(fragment);
});

test("the example of a definition is laid out in the order of its signals, and can be inserted", () => {
  const fragment = fragmentFromExample(tone, testRegistry);
  expect(Object.fromEntries(fragment.modules.map(({ name, position }) => [name, position.x > 0]))).toEqual({
    one: expect.any(Boolean),
    two: true,
    lfo: false,
  });
  const places = fragment.modules.map(({ position }) => `${position.x} ${position.y}`);
  expect(new Set(places).size).toBe(places.length);
  const engine = begin();
  expect(engine.submit(insertFragment({ fragment, position: { x: 0, y: 0 } })).ok).toBe(true);
  expect(engine.snapshot().patch.connections.size).toBe(3);
});

test("broken fragments are refused with the place of the fault", () => {
  const good = copied(playing(), [1, 2, 3]);
  const [first, ...rest] = good.modules;
  const broken: readonly (readonly [unknown, RegExp])[] = [
    [{ ...good, format: "something" }, /format/],
    [{ ...good, extra: 1 }, /extra/],
    [{ ...good, modules: [{ ...first, type: 5 }, ...rest] }, /modules\[beat\]\.type/],
    [{ ...good, patterns: [{ name: "p", steps: [], stepsPerBeat: 4 }] }, /patterns\[p\]\.steps/],
    [{ ...good, assets: [{ ...kick, path: "/etc/passwd" }] }, /assets\[kick\.wav\]\.path/],
  ];
  for (const [fragment, place] of broken) {
    const outcome = parseFragment(JSON.stringify(fragment));
    expect(outcome.ok ? "" : outcome.reason).toMatch(place);
  }
  expect(
    parseFragment('{"format":"optophone-fragment","version":1,"modules":[],"connections":[],"__proto__":{}}').ok,
  ).toBe(false);
  expect(parseFragment("no json").ok).toBe(false);
  expect(parseFragment("[".repeat(100_000)).ok).toBe(false);
});

test("fragments that don't fit together are refused whole", () => {
  const good = copied(playing(), [1, 2, 3]);
  const [beat, drum, bass] = good.modules;
  const broken: readonly (readonly [unknown, RegExp])[] = [
    [{ ...good, modules: [beat, drum, drum, bass] }, /drum.*twice/],
    [{ ...good, connections: [{ from: "beat.notes", to: "gone.notes" }] }, /gone\.notes/],
    [{ ...good, connections: [{ from: "beat.notes", to: "bass.sound" }] }, /beat\.notes → bass\.sound/],
    [{ ...good, modules: [beat, drum, { ...bass, parameters: { level: "loud" } }] }, /level/],
    [{ ...good, patterns: [] }, /pattern1/],
    [{ ...good, assets: [] }, /drum/],
  ];
  const engine = begin();
  const before = engine.snapshot();
  for (const [fragment, words] of broken) {
    const outcome = engine.submit(insertFragment({ fragment: fragment as PatchFragment, position: { x: 0, y: 0 } }));
    expect(outcome.ok ? "" : outcome.reason).toMatch(words);
    expect(engine.snapshot()).toBe(before);
  }
});

test("what was given to a command can be changed afterwards without changing the patch", () => {
  const engine = playing();
  const content = { asset: 1, clip: null as number | null };
  engine.submit(setContent({ module: 2, content }));
  content.clip = 5;
  expect(engine.snapshot().patch.modules.get(2)?.content).toEqual({ asset: 1, clip: null });
});
