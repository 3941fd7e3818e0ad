import fc from "fast-check";
import { expect, test } from "vitest";
import { addModule, COMMANDS, type Command } from "./command.ts";
import { createEngine } from "./create-engine.ts";
import type { Entry } from "./entry.ts";
import { parsePatch, serialisePatch } from "./patch-file.ts";
import { faultsOf, patchParts } from "./testing/patch-parts.ts";
import { anyRecipe, commandOf } from "./testing/random-command.ts";
import { testRegistry } from "./testing/test-registry.ts";

/** Payloads of every shape, many of them nearly right. */
const anyPayload = fc.oneof(
  fc.anything({ maxDepth: 3 }),
  fc.dictionary(
    fc.constantFrom(
      "module",
      "modules",
      "patch",
      "position",
      "positions",
      "values",
      "steps",
      "name",
      "type",
      "id",
      "from",
      "to",
    ),
    fc.anything({ maxDepth: 2, withNullPrototype: true }),
  ),
);
const anyType = fc.constantFrom(...Object.values(COMMANDS).map(({ type }) => type));

function begun() {
  const engine = createEngine({ registry: testRegistry });
  engine.submit([addModule({ type: "audio.tone", id: 1 }), addModule({ type: "sequencer.tracker", id: 2 })]);
  return engine;
}

test("whatever a command holds, it is refused in words and changes nothing, or leaves a patch that can be saved", () => {
  fc.assert(
    fc.property(anyType, anyPayload, (type, payload) => {
      const engine = begun();
      const before = engine.snapshot();
      const outcome = engine.submit({ type, payload } as never);
      if (!outcome.ok) {
        expect(outcome.reason.length).toBeGreaterThan(5);
        expect(engine.snapshot()).toBe(before);
        return;
      }
      expect(faultsOf(engine.snapshot().patch)).toEqual([]);
      expect(parsePatch(serialisePatch(engine.snapshot(), testRegistry), testRegistry)).toMatchObject({ ok: true });
    }),
    { numRuns: 600 },
  );
});

test("a number without end is refused wherever it is in any command, with its place", () => {
  const spoilt = (value: unknown, share: number): unknown => {
    if (typeof value === "number") return share < 0.5 ? Number.NaN : Number.POSITIVE_INFINITY;
    if (Array.isArray(value)) return value.map((inner) => spoilt(inner, share));
    if (typeof value !== "object" || value === null || "connectionsOf" in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoilt(inner, share)]));
  };
  fc.assert(
    fc.property(anyRecipe, fc.double({ min: 0, max: 1, noNaN: true }), (recipe, share) => {
      const engine = begun();
      const before = engine.snapshot();
      const command = commandOf(recipe, before.patch);
      const broken = { ...command, payload: spoilt(command.payload, share) } as Command;
      if (JSON.stringify(broken.payload) === JSON.stringify(command.payload)) return;
      const outcome = engine.submit(broken);
      expect(outcome).toMatchObject({ ok: false, reason: expect.stringMatching(/ is (NaN|Infinity)\.$/) });
      expect(engine.snapshot()).toBe(before);
    }),
    { numRuns: 300 },
  );
});

test("what a command did, it does again from its entry's text", () => {
  fc.assert(
    fc.property(fc.array(anyRecipe, { maxLength: 20 }), (recipes) => {
      const [engine, twin] = [begun(), begun()];
      const lines: string[] = [];
      engine.onEntry((entry) => lines.push(JSON.stringify(entry)));
      for (const recipe of recipes) engine.submit(commandOf(recipe, engine.snapshot().patch));
      for (const line of lines) expect(twin.replay(JSON.parse(line) as Entry)).toMatchObject({ ok: true });
      expect(patchParts(twin.snapshot().patch)).toEqual(patchParts(engine.snapshot().patch));
      expect(twin.snapshot().patch.nextId).toEqual(engine.snapshot().patch.nextId);
    }),
    { numRuns: 60 },
  );
});
