import fc from "fast-check";
import { expect, test } from "vitest";
import { addModule, replacePatch } from "./command.ts";
import { createEngine } from "./create-engine.ts";
import type { Engine } from "./engine.ts";
import type { Entry } from "./entry.ts";
import { parsePatch, serialisePatch } from "./patch-file.ts";
import { faultsOf, patchParts } from "./testing/patch-parts.ts";
import { anyRecipe, commandOf, type Recipe } from "./testing/random-command.ts";
import { testRegistry } from "./testing/test-registry.ts";

const recipes = fc.array(anyRecipe, { maxLength: 30 });

function after(list: readonly Recipe[]) {
  const engine = createEngine({ registry: testRegistry });
  for (const recipe of list) engine.submit(commandOf(recipe, engine.snapshot().patch));
  return engine;
}

const textOf = (engine: Engine) => serialisePatch(engine.snapshot(), testRegistry);

function read(text: string) {
  const snapshot = parsePatch(text, testRegistry);
  if (!snapshot.ok) throw new Error(snapshot.reason);
  return snapshot.value;
}

test("ids of a document from a file are none that the session gave before, and the document is the same", () => {
  fc.assert(
    fc.property(recipes, recipes, (session, other) => {
      const engine = after(session);
      const file = textOf(after(other));
      const before = engine.snapshot().patch;
      const entries: Entry[] = [];
      engine.onEntry((entry) => entries.push(entry));
      expect(engine.submit(replacePatch(read(file)))).toMatchObject({ ok: true });
      const { patch } = engine.snapshot();
      for (const [table, kind] of [
        ["modules", "module"],
        ["parameters", "module"],
        ["connections", "connection"],
        ["patterns", "pattern"],
        ["assets", "asset"],
        ["presets", "preset"],
      ] as const)
        for (const [id] of patch[table]) expect(id).toBeGreaterThanOrEqual(before.nextId[kind]);
      expect(faultsOf(patch)).toEqual([]);
      expect(textOf(engine)).toBe(file);

      const twin = after(session);
      for (const entry of JSON.parse(JSON.stringify(entries)) as Entry[])
        expect(twin.replay(entry)).toMatchObject({ ok: true });
      expect(patchParts(twin.snapshot().patch)).toEqual(patchParts(patch));

      engine.undo();
      expect(patchParts(engine.snapshot().patch)).toEqual(patchParts(before));
      engine.redo();
      expect(patchParts(engine.snapshot().patch)).toEqual(patchParts(patch));
    }),
    { numRuns: 60 },
  );
});

test("a document of the same session keeps its ids when it is brought back, also one that began with a file", () => {
  const file = textOf(after([]));
  const engine = createEngine({ registry: testRegistry, snapshot: read(file) });
  engine.submit(addModule({ type: "audio.tone", name: "mine" }));
  const mine = engine.snapshot();
  engine.submit(replacePatch(read(file)));
  engine.submit(addModule({ type: "audio.tone", name: "theirs" }));
  engine.submit(replacePatch(mine));
  expect([...engine.snapshot().patch.modules.keys()]).toEqual([1]);
  expect(engine.submit(addModule({ type: "audio.tone" }))).toMatchObject({ ok: true, value: { modules: [3] } });
});

test("a document from a file that opens an empty session keeps the ids of its rows", () => {
  const engine = createEngine({ registry: testRegistry });
  const source = createEngine({ registry: testRegistry });
  source.submit([addModule({ type: "audio.tone" }), addModule({ type: "audio.tone" })]);
  engine.submit(replacePatch(read(textOf(source))));
  expect([...engine.snapshot().patch.modules.keys()]).toEqual([1, 2]);
});
