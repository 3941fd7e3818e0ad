import fc from "fast-check";
import { createEngine } from "#engine/create-engine.ts";
import { createRegistry } from "#engine/module-definition.ts";
import { writtenValues } from "#engine/parameter-value.ts";
import type { Module, Snapshot } from "#engine/patch.ts";
import { tableOf } from "#engine/table.ts";
import { commandOf, KINDS, type Recipe } from "#engine/testing/random-command.ts";
import { lfo, testRegistry } from "#engine/testing/test-registry.ts";

const COMMON = ["addModule", "addModule", "connect", "setParameters", "setContent", "renameModule"] as const;

const recipes = (maxLength: number): fc.Arbitrary<Recipe[]> =>
  fc.array(
    fc.record({
      kind: fc.oneof(fc.constantFrom(...KINDS), fc.constantFrom(...COMMON)),
      a: fc.nat({ max: 40 }),
      b: fc.nat({ max: 40 }),
      c: fc.nat({ max: 40 }),
      share: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
      name: fc.constantFrom("kick", "snare", "bass", "a", "x9", "Lead-2"),
    }),
    { maxLength, size: "max" },
  );

/** A document after some commands on top of the one given; those refused are left out. */
function edited(snapshot: Snapshot | undefined, steps: readonly Recipe[]): Snapshot {
  const engine = createEngine({ registry: testRegistry, ...(snapshot && { snapshot }) });
  for (const step of steps) engine.submit(commandOf(step, engine.snapshot().patch));
  return engine.snapshot();
}

/** A document with a history, and two that went on from it on their own. */
export const threeDocuments = fc
  .record({ base: recipes(40), ours: recipes(14), theirs: recipes(14) })
  .map(({ base: steps, ours, theirs }) => {
    const base = edited(undefined, steps);
    return { base, ours: edited(base, ours), theirs: edited(base, theirs) };
  });

/** A build that lacks the slow wave. */
export const poorerRegistry = createRegistry(testRegistry.all().filter(({ type }) => type !== lfo.type));

/** The document as that build reads it: slow waves are placeholders. */
export function estranged(snapshot: Snapshot): Snapshot {
  const { patch } = snapshot;
  const isStrange = (module: Module | undefined) => module?.type === lfo.type;
  const modules = [...patch.modules].map(([id, module]): [number, Module] => [
    id,
    isStrange(module)
      ? { ...module, unknown: { version: 1, parameters: writtenValues(lfo, patch.parameters.get(id) ?? []) } }
      : module,
  ]);
  const parameters = [...patch.parameters].filter(([id]) => !isStrange(patch.modules.get(id)));
  return { ...snapshot, patch: { ...patch, modules: tableOf(modules), parameters: tableOf(parameters) } };
}
