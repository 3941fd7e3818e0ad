import fc from "fast-check";
import { expect, test } from "vitest";
import { createEngine } from "#engine/create-engine.ts";
import { patchData, patchOf } from "#engine/patch-data.ts";
import type { TableName } from "#engine/rows.ts";
import { anyRecipe, commandOf, type Recipe } from "#engine/testing/random-command.ts";
import { testRegistry } from "#engine/testing/test-registry.ts";
import { TABLE_NAMES } from "./table-names.ts";
import { TABLES, tableNamed } from "./tables.ts";

const recipes = fc.array(anyRecipe, { maxLength: 40 });

function patchAfter(list: readonly Recipe[]) {
  const engine = createEngine({ registry: testRegistry });
  for (const recipe of list) engine.submit(commandOf(recipe, engine.snapshot().patch));
  return engine.snapshot().patch;
}

test("every table has its descriptor", () => {
  expect(Object.keys(TABLES).sort()).toEqual([...TABLE_NAMES].sort());
});

test("every row is of its table's shape, and stays as it is when no id becomes another", () => {
  fc.assert(
    fc.property(recipes, (list) => {
      const patch = patchAfter(list);
      for (const name of TABLE_NAMES)
        for (const [, row] of patch[name]) {
          expect(tableNamed(name).schema.safeParse(JSON.parse(JSON.stringify(row)))).toMatchObject({ success: true });
          expect(tableNamed(name).translated(row, (_, id) => id)).toEqual(row);
        }
    }),
    { numRuns: 40 },
  );
});

test("a row that refers to what is not there is refused, whatever table it is of", () => {
  fc.assert(
    fc.property(recipes, fc.constantFrom<TableName>("modules", "connections", "patterns", "bindings"), (list, gone) => {
      const patch = patchAfter(list);
      const data = JSON.parse(JSON.stringify(patchData(patch)));
      let refers = false;
      for (const name of TABLE_NAMES) {
        const { belongsTo, translated } = tableNamed(name);
        for (const [, row] of patch[name]) {
          refers ||= belongsTo === gone;
          translated(row, (table, id) => {
            refers ||= table === gone;
            return id;
          });
        }
      }
      expect(patchOf({ ...data, [gone]: [] }).ok).toBe(!refers);
    }),
    { numRuns: 100 },
  );
});
