import { expect, test } from "vitest";
import { addModule, renameModule, savePreset } from "./command.ts";
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
  expect(reasonOf(text(begin()).replace('"layout": {', '"layout": {"__proto__":[0,0]'))).toMatch(
    /^layout\.__proto__: /,
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
