import fc from "fast-check";
import { createEngine } from "#engine/create-engine.ts";
import type { Engine, Gesture } from "#engine/engine.ts";
import { anyRecipe, commandOf } from "#engine/testing/random-command.ts";
import { testRegistry } from "#engine/testing/test-registry.ts";

/** What one does to a patch: commands of two origins, gestures that overlap, undo and redo. */
export const anyTurn = fc.record({
  act: fc.constantFrom("do", "do", "do", "write", "write", "quiet", "begin", "end", "cancel", "undo", "redo"),
  origin: fc.constantFrom("hand" as const, "script" as const),
  which: fc.nat({ max: 3 }),
  recipe: anyRecipe,
});

export type Turn = typeof anyTurn extends fc.Arbitrary<infer T> ? T : never;

/** An engine, and a function that takes a turn in it. */
export function session(): { readonly engine: Engine; readonly take: (turn: Turn) => void } {
  const engine = createEngine({ registry: testRegistry });
  const gestures: Gesture[] = [];
  return {
    engine,
    take({ act, origin, which, recipe }) {
      const command = commandOf(recipe, engine.snapshot().patch);
      const gesture = gestures[which % Math.max(1, gestures.length)];
      if (act === "begin") gestures.push(engine.gesture("drag", { origin }));
      else if (act === "end") gesture?.end();
      else if (act === "cancel") gesture?.cancel();
      else if (act === "undo") engine.undo(origin);
      else if (act === "redo") engine.redo(origin);
      else if (act === "write") gesture?.submit(command);
      else engine.submit(command, { origin, undoable: act === "do" });
    },
  };
}
