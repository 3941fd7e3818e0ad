import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addAsset,
  addModule,
  bindPattern,
  connect,
  createPattern,
  renamePatch,
  setSteps,
  setTempo,
} from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { Engine } from "#engine/engine.ts";
import { createRegistry } from "#engine/module-definition.ts";
import { fromTravel } from "#engine/parameter.ts";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";
import { MODULES, registry } from "#modules/index.ts";

const text = (engine: Engine) => serialisePatch(engine.snapshot(), registry);

/** A patch with modules of the given types, each with values somewhere in their ranges, and cables wherever they fit. */
function patchOf(picks: readonly { readonly type: number; readonly travel: number }[]): Engine {
  const engine = createEngine({ registry });
  for (const { type, travel } of picks) {
    const definition = MODULES[type % MODULES.length];
    if (!definition) continue;
    const parameters = Object.fromEntries(
      Object.entries(definition.parameters).map(([key, parameter]) => {
        const value = fromTravel(parameter, travel);
        if (parameter.kind === "toggle") return [key, value === 1];
        return [key, parameter.kind === "choice" ? (parameter.options[value] ?? "") : value];
      }),
    );
    engine.submit(addModule({ type: definition.type, parameters, position: { x: Math.round(travel * 900), y: 32 } }));
  }
  const { patch } = engine.snapshot();
  for (const [from, a] of patch.modules) {
    for (const [to, b] of patch.modules) {
      for (const port of Object.keys(registry.get(a.type)?.outputs ?? {})) {
        const inputs = [
          ...Object.keys(registry.get(b.type)?.inputs ?? {}),
          ...Object.keys(registry.get(b.type)?.parameters ?? {}),
        ];
        for (const input of inputs.slice(0, 2))
          engine.submit(connect({ from: { module: from, port }, to: { module: to, port: input } }));
      }
    }
  }
  return engine;
}

const picks = fc.array(fc.record({ type: fc.nat(200), travel: fc.double({ min: 0, max: 1, noNaN: true }) }), {
  maxLength: 8,
});

test("what is written is read back, and written again alike", () => {
  fc.assert(
    fc.property(picks, (chosen) => {
      const first = text(patchOf(chosen));
      const read = parsePatch(first, registry);
      expect(read).toMatchObject({ ok: true });
      if (read.ok) expect(serialisePatch(read.value, registry)).toBe(first);
    }),
    { numRuns: 60 },
  );
});

test("patterns, media, tempo and names survive", () => {
  const engine = createEngine({ registry });
  engine.submit([
    renamePatch({ name: "Überprüfung “eins”" }),
    setTempo({ bpm: 137.3 }),
    addAsset({ id: 1, name: "kick.wav", kind: "sound", path: "media/kick.wav", hash: "a".repeat(64) }),
    addModule({ id: 1, type: "sequencer.tracker", name: "beat" }),
    addModule({ id: 2, type: "audio.sampler", name: "kick", content: { asset: 1, clip: null } }),
    connect({ from: { module: 1, port: "notes" }, to: { module: 2, port: "notes" } }),
    createPattern({ id: 2, name: "Break", steps: 12, stepsPerBeat: 3 }),
    setSteps({ pattern: 2, steps: { 0: { note: 60 }, 5: { note: 62, chance: 50, length: 0.5, volume: 0.25 } } }),
    bindPattern({ module: 1, pattern: 2 }),
  ]);
  const read = parsePatch(text(engine), registry);
  expect(read).toMatchObject({ ok: true });
  if (!read.ok) return;
  const { patch, transport } = read.value;
  expect([patch.name, transport.bpm]).toEqual(["Überprüfung “eins”", 137.3]);
  expect(patch.patterns.get(2)).toEqual(engine.snapshot().patch.patterns.get(2));
  expect(patch.bindings.get(1)).toBe(2);
  expect(patch.modules.get(2)?.content).toEqual({ asset: 1, clip: null });
  expect(patch.connectionsOf.get(2)).toEqual([1]);
});

test("a module this build doesn't know keeps its data and its cables", () => {
  const engine = patchOf([]);
  engine.submit([
    addModule({ id: 1, type: "audio.oscillator", name: "tone" }),
    addModule({ id: 2, type: "audio.filter", name: "warm", parameters: { cutoff: 300 } }),
    connect({ from: { module: 1, port: "audio" }, to: { module: 2, port: "audio" } }),
  ]);
  const poorer = createRegistry(MODULES.filter(({ type }) => type !== "audio.filter"));
  const first = text(engine).replace(/("to":"warm\.audio")/, '$1,"signal":"audio"');
  const read = parsePatch(first, poorer);
  expect(read).toMatchObject({ ok: true });
  if (!read.ok) return;
  expect(read.value.patch.modules.get(2)?.unknown?.parameters).toMatchObject({ cutoff: 300, mode: "lowpass" });
  expect(serialisePatch(read.value, poorer)).toBe(first);
});

test.each([
  ["not json", "{", /^line 1, column 2: this is no JSON text: close brace expected\.$/],
  ["a comma too many", '{\n  "name": "x",\n}', /^line 3, column 1: .*property name expected/],
  ["brackets without end", "[".repeat(200_000), /no JSON/],
  ["another format", '{"format":"x","version":1}', /format: .*optophone-patch/],
  ["a newer version", '{"format":"optophone-patch","version":99}', /newer Optophone.*99/],
  ["a dangerous key", '{"format":"optophone-patch","version":1,"__proto__":{}}', /__proto__/],
  ["a nest without end", `{"format":"optophone-patch","version":1,"a":${"[".repeat(200)}${"]".repeat(200)}}`, /deeper/],
])("refuses %s", (_, broken, words) => {
  const read = parsePatch(broken, registry);
  expect(read.ok).toBe(false);
  if (!read.ok) expect(read.reason).toMatch(words);
});

test.each<[string, (json: string) => string, RegExp]>([
  [
    "a value of the wrong kind",
    (json) => json.replace('"cutoff":1000', '"cutoff":"high"'),
    /modules\[filter1\]\.parameters\.cutoff: .*number/,
  ],
  [
    "an unknown option",
    (json) => json.replace('"mode":"lowpass"', '"mode":"notch"'),
    /modules\[filter1\]\.parameters\.mode: .*lowpass/,
  ],
  [
    "a cable to nowhere",
    (json) => json.replace('"to":"filter1.audio"', '"to":"gone.audio"'),
    /connections\[.*gone\.audio/,
  ],
  [
    "a cable that doesn't fit",
    (json) => json.replace('"to":"filter1.audio"', '"to":"filter1.cutoff"'),
    /sound doesn't go into/,
  ],
  [
    "a path out of the folder",
    (json) => json.replace('"assets": []', '"assets": [{"name":"a","kind":"sound","path":"../a.wav","hash":""}]'),
    /assets\[a\]\.path/,
  ],
])("names the place of %s", (_, spoil, words) => {
  const engine = createEngine({ registry });
  engine.submit([
    addModule({ id: 1, type: "audio.oscillator" }),
    addModule({ id: 2, type: "audio.filter" }),
    connect({ from: { module: 1, port: "audio" }, to: { module: 2, port: "audio" } }),
  ]);
  const good = text(engine);
  const broken = spoil(good);
  expect(broken).not.toBe(good);
  const read = parsePatch(broken, registry);
  expect(read.ok).toBe(false);
  if (!read.ok) expect(read.reason).toMatch(words);
});

test("no damaged file throws", () => {
  const good = text(
    patchOf([
      { type: 1, travel: 0.4 },
      { type: 4, travel: 0.2 },
      { type: 9, travel: 0.9 },
    ]),
  );
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.string({ maxLength: 6 }), fc.nat(40), (at, inserted, cut) => {
      const read = parsePatch(good.slice(0, at) + inserted + good.slice(at + cut), registry);
      if (!read.ok) expect(read.reason.length).toBeGreaterThan(5);
    }),
    { numRuns: 300 },
  );
});
