import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEngine } from "./create-engine.ts";
import { parsePatch, serialisePatch } from "./patch-file.ts";
import { faultsOf, patchParts } from "./testing/patch-parts.ts";
import { anyRecipe, commandOf } from "./testing/random-command.ts";
import { testRegistry } from "./testing/test-registry.ts";

const begin = () => createEngine({ registry: testRegistry });

/** Without those like the one before: a step that comes to nothing, as bypassing and letting go again, may be passed over. */
const distinct = <T>(states: readonly T[]): T[] =>
  states.filter((state, at) => at === 0 || !isDeepStrictEqual(state, states[at - 1]));

describe("any sequence of commands", () => {
  const work = fc.array(
    fc.oneof(
      anyRecipe.map((one) => [one]),
      fc.array(anyRecipe, { minLength: 2, maxLength: 5 }),
    ),
    { maxLength: 60, size: "max" },
  );

  test("undone step by step comes back to the beginning, and redone to the end", () => {
    fc.assert(
      fc.property(work, (steps) => {
        const engine = begin();
        const states = [patchParts(engine.snapshot().patch)];
        for (const step of steps) {
          const before = engine.snapshot();
          const commands = step.map((one) => commandOf(one, before.patch));
          const asked = engine.can(commands);
          expect(engine.snapshot()).toBe(before);
          const outcome = engine.submit(commands);
          expect(outcome.ok).toBe(asked.ok);
          const { patch, version } = engine.snapshot();
          if (!outcome.ok) {
            expect(engine.snapshot()).toBe(before);
            expect(outcome.reason).toMatch(/[.!?]$/);
            continue;
          }
          expect(version).toBe(engine.snapshot() === before ? before.version : before.version + 1);
          expect(faultsOf(patch)).toEqual([]);
          states.push(patchParts(patch));
        }
        const walk = (turn: () => { readonly ok: boolean }) => {
          const seen = [patchParts(engine.snapshot().patch)];
          while (turn().ok) seen.push(patchParts(engine.snapshot().patch));
          return distinct(seen);
        };
        expect(walk(() => engine.undo())).toStrictEqual(distinct(states).reverse());
        expect(walk(() => engine.redo())).toStrictEqual(distinct(states));
      }),
      { numRuns: 150 },
    );
  });

  test("leaves a patch that its file brings back", () => {
    fc.assert(
      fc.property(fc.array(anyRecipe, { maxLength: 60, size: "max" }), (recipes) => {
        const engine = begin();
        for (const one of recipes) engine.submit(commandOf(one, engine.snapshot().patch));
        const text = serialisePatch(engine.snapshot(), testRegistry);
        const read = parsePatch(text, testRegistry);
        if (!read.ok) throw new Error(read.reason);
        expect(serialisePatch(read.value, testRegistry)).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  test("by two origins, each undone in any order, leaves no patch that contradicts itself", () => {
    const turn = fc.record({
      origin: fc.constantFrom("hand" as const, "script" as const),
      act: fc.constantFrom("do", "do", "do", "undo", "redo"),
      recipe: anyRecipe,
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 60, size: "max" }), (turns) => {
        const engine = begin();
        for (const { origin, act, recipe: one } of turns) {
          const { version } = engine.snapshot();
          if (act === "undo") engine.undo(origin);
          else if (act === "redo") engine.redo(origin);
          else engine.submit(commandOf(one, engine.snapshot().patch), { origin });
          expect(engine.snapshot().version - version).toBeOneOf([0, 1]);
          expect(faultsOf(engine.snapshot().patch)).toEqual([]);
        }
        const text = serialisePatch(engine.snapshot(), testRegistry);
        const read = parsePatch(text, testRegistry);
        if (!read.ok) throw new Error(`${read.reason}\n${text}`);
      }),
      { numRuns: 150 },
    );
  });
});
