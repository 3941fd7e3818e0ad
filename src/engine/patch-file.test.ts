import fc from "fast-check";
import { expect, test } from "vitest";
import { addAsset, addModule, connect, renameModule, savePreset, setSteps } from "./command.ts";
import { createEngine } from "./create-engine.ts";
import type { Engine } from "./engine.ts";
import { createRegistry, defineModule } from "./module-definition.ts";
import { parsePatch, serialisePatch } from "./patch-file.ts";
import { testRegistry, tone } from "./testing/test-registry.ts";

const begin = () => createEngine({ registry: testRegistry });
const text = (engine: Engine) => serialisePatch(engine.snapshot(), testRegistry);

/** An empty file's text with some sections in place of its own. */
function fileWith(sections: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...(JSON.parse(text(begin())) as object), ...sections });
}

function reasonOf(file: string, registry = testRegistry): string {
  const read = parsePatch(file, registry);
  return read.ok ? "it was read" : read.reason;
}

const module = (name: string, type = "audio.tone") => ({ name, type, version: 1 });

test.each(["toString", "constructor", "prototype", "hasOwnProperty"])(
  "a module called %s without a place stands at the corner",
  (name) => {
    const read = parsePatch(fileWith({ modules: [module(name)] }), testRegistry);
    if (!read.ok) throw new Error(read.reason);
    expect(read.value.patch.layout.get(1)).toEqual({ x: 0, y: 0 });
  },
);

test.each(["constructor", "prototype"])("a module renamed %s is saved and opened again", (name) => {
  const engine = begin();
  engine.submit([
    addModule({ id: 1, type: "audio.tone", position: { x: 32, y: 64 } }),
    renameModule({ module: 1, name }),
  ]);
  const saved = text(engine);
  const read = parsePatch(saved, testRegistry);
  if (!read.ok) throw new Error(read.reason);
  expect(read.value.patch.modules.get(1)?.name).toBe(name);
  expect(read.value.patch.layout.get(1)).toEqual({ x: 32, y: 64 });
  expect(serialisePatch(read.value, testRegistry)).toBe(saved);
});

test("a key named __proto__ stays forbidden", () => {
  expect(reasonOf(text(begin()).replace('"layout": [', '"layout": [{"__proto__":[0,0]}'))).toMatch(
    /^layout\.0\.__proto__: /,
  );
});

test("a byte order mark at the beginning is skipped", () => {
  expect(parsePatch(`\uFEFF${text(begin())}`, testRegistry).ok).toBe(true);
});

test("a module whose older settings can't be brought up is named", () => {
  const newer = defineModule({
    ...tone,
    version: 2,
    migrate: () => {
      throw new Error("no such wave");
    },
  });
  expect(reasonOf(fileWith({ modules: [module("bass")] }), createRegistry([newer]))).toBe(
    "modules[bass]: its settings of version 1 can't be brought up to date: no such wave",
  );
});

test("a version that is no number is refused by path", () => {
  expect(reasonOf(fileWith({ version: { toString: 1, valueOf: 1 } }))).toMatch(/^version: /);
});

test("whatever else goes wrong is a refusal", () => {
  const broken = {
    all: () => [],
    get: () => {
      throw new Error("the shelf is gone");
    },
  };
  expect(reasonOf(fileWith({ modules: [module("bass")] }), broken)).toBe("The file can't be read: the shelf is gone");
});

test("a preset's broken fragment is refused with its path", () => {
  const engine = begin();
  engine.submit([addModule({ id: 1, type: "audio.tone" }), savePreset({ name: "Warm", modules: [1] })]);
  const saved = text(engine);
  expect(parsePatch(saved, testRegistry).ok).toBe(true);
  expect(reasonOf(saved.replace('"position":{"x":0,"y":0}', '"position":{"x":"left","y":0}'))).toMatch(
    /^presets\[Warm\]\.fragment\.modules\[tone1\]\.position\.x: /,
  );
  expect(reasonOf(fileWith({ presets: [{ name: "Warm", summary: "", fragment: {} }] }))).toMatch(
    /^presets\[Warm\]\.fragment\.format: /,
  );
});

test("one command can't use up all ids", () => {
  const engine = begin();
  const far = engine.submit(addModule({ id: 1_000_002, type: "audio.tone" }));
  expect(far).toMatchObject({ ok: false, reason: expect.stringMatching(/^Id 1000002 is too far up for a module: /) });
  expect(engine.submit(addModule({ id: 1_000_001, type: "audio.tone" })).ok).toBe(true);
});

test("places are brought onto the grid and amounts into range", () => {
  const read = parsePatch(
    fileWith({
      modules: [module("a"), module("b"), module("slow", "control.lfo")],
      connections: [
        { from: "a.sound", to: "b.sound", amount: -0.5 },
        { from: "b.sound", to: "a.sound", amount: 7 },
        { from: "slow.value", to: "a.level", amount: 1.5 },
      ],
      layout: [
        ["a", 3, 1e300],
        ["b", -1e300, 9],
      ],
    }),
    testRegistry,
  );
  if (!read.ok) throw new Error(read.reason);
  const { layout, connections } = read.value.patch;
  expect([layout.get(1), layout.get(2)]).toEqual([
    { x: 0, y: 1_048_576 },
    { x: -1_048_576, y: 16 },
  ]);
  expect([1, 2, 3].map((id) => connections.get(id)?.amount)).toEqual([0, 2, 1]);
});

const pattern = { name: "Beat", stepsPerBeat: 4, steps: [null] };

test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
  [
    "a second cable into a picture input",
    {
      modules: [module("one", "audio.player"), module("two", "audio.player"), module("mix", "video.mix")],
      connections: [
        { from: "one.picture", to: "mix.first" },
        { from: "two.picture", to: "mix.first" },
      ],
    },
    /^connections\[two\.picture → mix\.first\]: .*picture input holds one/,
  ],
  [
    "a note off the keyboard",
    { patterns: [{ ...pattern, steps: [{ note: 127.5 }] }] },
    /^patterns\[Beat\]\.steps\[0\]\.note: /,
  ],
  ["no beat", { patterns: [{ ...pattern, stepsPerBeat: 0.4 }] }, /^patterns\[Beat\]\.stepsPerBeat: /],
  ["a name of spaces", { patterns: [{ ...pattern, name: " \n" }] }, /^patterns\[ {2}\]\.name: /],
  [
    "a pattern of a module that plays none",
    { patterns: [pattern], modules: [{ ...module("bass"), pattern: "Beat" }] },
    /^modules\[bass\]\.pattern: a tone plays none/,
  ],
])("refuses %s", (_, sections, words) => {
  expect(reasonOf(fileWith(sections))).toMatch(words);
});

test("the cables at each module are listed once, in order", () => {
  const names = Array.from({ length: 400 }, (_, index) => `t${index}`);
  const read = parsePatch(
    fileWith({
      modules: [module("hub"), ...names.map((name) => module(name))],
      connections: names.map((name) => ({ from: "hub.sound", to: `${name}.sound` })),
    }),
    testRegistry,
  );
  if (!read.ok) throw new Error(read.reason);
  const { connectionsOf } = read.value.patch;
  expect(connectionsOf.get(1)).toEqual(names.map((_, index) => index + 1));
  expect(connectionsOf.get(401)).toEqual([400]);
});

/** A patch with a row in every section of its file. */
function full(): Engine {
  const engine = begin();
  const outcome = engine.submit([
    addModule({ id: 1, type: "sequencer.tracker", name: "beat", position: { x: 320, y: 160 } }),
    addAsset({ id: 1, name: "kick.wav", kind: "sound", path: "media/kick.wav", hash: "a".repeat(64) }),
    addModule({ id: 2, type: "audio.player", name: "drum", content: { asset: 1, clip: null } }),
    addModule({ id: 3, type: "video.mix", name: "constructor" }),
    setSteps({ pattern: 1, steps: { 0: { note: 36, chance: 50 } } }),
    connect({ from: { module: 1, port: "notes" }, to: { module: 2, port: "notes" } }),
    connect({ from: { module: 2, port: "picture" }, to: { module: 3, port: "first" }, amount: 0.5 }),
    savePreset({ name: "Drum", modules: [1, 2] }),
  ]);
  if (!outcome.ok) throw new Error(outcome.reason);
  return engine;
}

/** Each place in a JSON value: the list or object, and the key in it. */
function placesIn(value: unknown): readonly (readonly [object, string])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [[value, key] as const, ...placesIn(child)]);
}

const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e300,
  2 ** 31,
  "",
  "toString",
  "constructor",
  [],
  {},
  [[]],
  { valueOf: 1, name: 2 },
];

function mutatedValue(saved: string, kind: number, at: number, odd: unknown): string {
  const root: unknown = JSON.parse(saved);
  const places = placesIn(root);
  const [holder, key] = places[at % places.length] ?? [{}, ""];
  const held: unknown = Reflect.get(holder, key);
  if (kind === 0 && Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (kind === 0) Reflect.deleteProperty(holder, key);
  else if (kind === 1) Reflect.set(holder, key, odd);
  else if (Array.isArray(holder)) holder.splice(Number(key), 0, held);
  else Reflect.set(holder, typeof odd === "string" ? odd : `${key}2`, held);
  return JSON.stringify(root);
}

function mutatedCharacters(saved: string, kind: number, at: number, odd: unknown): string {
  const from = at % saved.length;
  const to = from + 1 + (at % 5);
  const between = [``, String(JSON.stringify(odd)), saved.slice(from, to).repeat(2)][kind];
  return saved.slice(0, from) + between + saved.slice(to);
}

test("no mutation of a file throws or is read by halves", () => {
  const saved = text(full());
  let opened = 0;
  fc.assert(
    fc.property(fc.boolean(), fc.nat(2), fc.nat(1_000_000), fc.constantFrom(...ODD), (inText, kind, at, odd) => {
      const read = parsePatch((inText ? mutatedCharacters : mutatedValue)(saved, kind, at, odd), testRegistry);
      if (!read.ok) {
        expect(read.reason).not.toMatch(/^The file can't be read/);
        return;
      }
      opened++;
      expect(parsePatch(serialisePatch(read.value, testRegistry), testRegistry)).toMatchObject({ ok: true });
    }),
    { seed: 20_261_126, numRuns: 2_000 },
  );
  expect(opened).toBeGreaterThan(50);
});
