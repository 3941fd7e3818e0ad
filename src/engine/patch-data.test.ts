import fc from "fast-check";
import { expect, test } from "vitest";
import { addModule, type Command, replacePatch, restore, setSteps } from "./command.ts";
import { createEngine } from "./create-engine.ts";
import { emptyPatch } from "./empty-patch.ts";
import { patchData, patchOf } from "./patch-data.ts";
import { parsePatch, serialisePatch } from "./patch-file.ts";
import { patchParts } from "./testing/patch-parts.ts";
import { anyRecipe, commandOf, type Recipe } from "./testing/random-command.ts";
import { testRegistry } from "./testing/test-registry.ts";

const recipes = fc.array(anyRecipe, { maxLength: 40 });

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** An engine after random commands, some of them taken back again. */
function after(list: readonly Recipe[]) {
  const engine = createEngine({ registry: testRegistry });
  list.forEach((recipe, index) => {
    engine.submit(commandOf(recipe, engine.snapshot().patch));
    if (index % 7 === 6) engine.undo();
  });
  return engine;
}

test("a patch comes back from its data exactly, ids included", () => {
  fc.assert(
    fc.property(recipes, (list) => {
      const { patch } = after(list).snapshot();
      const read = patchOf(throughJson(patchData(patch)));
      expect(read).toMatchObject({ ok: true });
      if (!read.ok) return;
      expect(patchParts(read.value)).toEqual(patchParts(patch));
      expect(read.value.nextId).toEqual(patch.nextId);
      expect(read.value.uid).toBe(patch.uid);
    }),
    { numRuns: 60 },
  );
});

test("undo of an opening shares every table with the patch before", () => {
  const engine = createEngine({ registry: testRegistry });
  engine.submit(addModule({ type: "audio.tone" }));
  const { modules, layout } = engine.snapshot().patch;
  engine.submit(replacePatch({ patch: emptyPatch("Other") }));
  engine.undo();
  expect(engine.snapshot().patch.modules).toBe(modules);
  expect(engine.snapshot().patch.layout).toBe(layout);
});

test("a document may also be given with its tables, and what only pretends to have them is refused", () => {
  const engine = createEngine({ registry: testRegistry });
  const opening = (patch: unknown) => ({ type: "patch/replace", payload: { patch } }) as Command;
  expect(engine.submit(opening(emptyPatch("Given whole"))).ok).toBe(true);
  expect(engine.snapshot().patch.name).toBe("Given whole");
  expect(engine.submit(opening({ ...emptyPatch(), modules: {} })).ok).toBe(false);
  expect(engine.submit(opening({ connectionsOf: 1 })).ok).toBe(false);
  expect(engine.snapshot().patch.name).toBe("Given whole");
});

const whole = () => {
  const engine = createEngine({ registry: testRegistry });
  engine.submit([addModule({ type: "audio.tone" }), addModule({ type: "sequencer.tracker" })]);
  return throughJson(patchData(engine.snapshot().patch));
};

/** The whole document, the first row of a table otherwise. */
const withRow = (table: "modules" | "patterns", fields: object) => ({
  ...whole(),
  [table]: whole()[table].map(([id, row], index) => [id, index === 0 ? { ...row, ...fields } : row]),
});

const presetOf = (fragment: object) => ({ id: 1, name: "warm", summary: "", fragment });

test("names, beats and notes of a document given as data are brought into the form that commands accept", () => {
  const engine = createEngine({ registry: testRegistry });
  const step = { note: 60.5, volume: 1, length: 1, chance: 100 };
  const patch = withRow("patterns", { name: " lead", stepsPerBeat: 4.5, steps: [step] });
  expect(engine.submit({ type: "patch/replace", payload: { patch } } as Command)).toMatchObject({ ok: true });
  const [pattern] = engine.snapshot().patch.patterns.values();
  expect(pattern).toMatchObject({ name: "lead", stepsPerBeat: 5, steps: [{ note: 61 }] });
  expect(engine.submit(setSteps({ pattern: 1, steps: { 0: { volume: 0.5 } } }))).toMatchObject({ ok: true });
  expect(parsePatch(serialisePatch(engine.snapshot(), testRegistry), testRegistry)).toMatchObject({ ok: true });
});

test.each<[string, unknown, RegExp]>([
  ["nothing", undefined, /^.*the file: /],
  ["a text", "patch", /^.*the file: /],
  ["an object of something else", { modules: [] }, /uid/],
  ["a row of the wrong shape", { ...whole(), layout: [[1, { x: "left", y: 0 }]] }, /layout/],
  ["a place of no module", { ...whole(), layout: [...whole().layout, [9, { x: 0, y: 0 }]] }, /layout\[9\]: .*modules/],
  ["a module without a place", { ...whole(), layout: [] }, /modules\[1\]: .*layout/],
  ["a binding to no pattern", { ...whole(), patterns: [] }, /bindings\[2\]: .*patterns/],
  ["one id twice", { ...whole(), layout: [...whole().layout, ...whole().layout] }, /layout: an id is there twice/],
  ["ids given out already", { ...whole(), nextId: { ...whole().nextId, module: 2 } }, /nextId\.module/],
  [
    "a module in itself",
    { ...whole(), modules: whole().modules.map(([id, row]) => [id, { ...row, parent: id }]) },
    /lives in itself/,
  ],
  ["a patch without a name", { ...whole(), name: "" }, /name: /],
  ["a type no file may hold", withRow("modules", { type: "filter" }), /modules.*tone1.*type: /],
  ["a preset that is no fragment", { ...whole(), presets: [[1, presetOf({})]] }, /presets.*warm.*fragment: .*modules/],
  ["a kept field in the place of a row's own", withRow("modules", { kept: { name: "other" } }), /kept\.name: /],
  ["a kept section in the place of a table", { ...whole(), kept: { modules: [] } }, /kept\.modules: /],
])("refuses %s as a document, and says where", (_, patch, words) => {
  const engine = createEngine({ registry: testRegistry });
  const before = engine.snapshot();
  for (const command of [
    replacePatch({ patch: patch as never }),
    restore({ operations: [{ kind: "document", value: patch as never }] }),
  ] satisfies Command[]) {
    const outcome = engine.submit(command);
    expect(outcome.ok).toBe(false);
    if (!outcome.ok) expect(outcome.reason).toMatch(words);
  }
  expect(engine.snapshot()).toBe(before);
});
