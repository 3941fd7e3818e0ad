import fc from "fast-check";
import { COMMANDS, type Command } from "#engine/command.ts";
import { emptyPatch } from "#engine/empty-patch.ts";
import { fragmentFromExample } from "#engine/fragment.ts";
import { outputsOf, type Patch } from "#engine/patch.ts";
import { inOrder } from "#engine/table.ts";
import { nestedFragment } from "./nested-fragment.ts";
import { scriptWith, testRegistry, tone } from "./test-registry.ts";

/** Kinds a random command can have: all but the one undo is made of. */
export const KINDS = (Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]).filter((kind) => kind !== "restore");

/** A command in the making: which rows it is about depends on the patch it meets. */
export interface Recipe {
  readonly kind: (typeof KINDS)[number];
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly share: number;
  readonly name: string;
}

/** Recipes of all kinds; cables and modules come more often, so that there is something to work on. */
export const anyRecipe: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...KINDS) },
    { weight: 1, arbitrary: fc.constantFrom("addModule" as const, "connect" as const, "setContent" as const) },
  ),
  a: fc.nat({ max: 40 }),
  b: fc.nat({ max: 40 }),
  c: fc.nat({ max: 40 }),
  share: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
  name: fc.constantFrom("kick", "snare", "bass", "a", "x9", "Lead-2", "9bad", "", `m${"o".repeat(63)}`),
});

/** The command a recipe comes to in a patch. Some of them are refused, as some of a person's are. */
export function commandOf({ kind, a, b, c, share, name }: Recipe, patch: Patch): Command {
  const ids = inOrder(patch.modules).map(([id]) => id);
  const pick = (list: readonly number[], at: number) => list[at % Math.max(1, list.length)] ?? at;
  const module = pick(fittingIds(kind, patch, ids, c), a);
  const some = [module, pick(ids, b), pick(ids, c)];
  const pattern = pick(
    [...patch.patterns.keys()].sort((x, y) => x - y),
    b,
  );
  const connection = pick(
    [...patch.connections.keys()].sort((x, y) => x - y),
    b,
  );
  const position = { x: a * 16, y: Math.round(share * 10) * 16 };
  switch (kind) {
    case "addModule": {
      const types = testRegistry.all();
      return COMMANDS.addModule({ type: types[a % types.length]?.type ?? "", position, ...(b % 2 === 0 && { name }) });
    }
    case "removeModules":
      return COMMANDS.removeModules({ modules: c % 4 === 0 ? some : [module] });
    case "renameModule":
      return COMMANDS.renameModule({ module, name });
    case "moveModules":
      return COMMANDS.moveModules({ positions: Object.fromEntries(some.map((id) => [id, position])) });
    case "bypassModules":
      return COMMANDS.bypassModules({ modules: some, bypassed: c % 2 === 0 });
    case "duplicateModules":
      return COMMANDS.duplicateModules({ modules: some });
    case "setParameters":
      return COMMANDS.setParameters({ module, values: valuesFor(patch, module, c, share) });
    case "setContent":
      return COMMANDS.setContent({ module, content: contentFor(patch, module, b, c) });
    case "connect":
      return COMMANDS.connect({ ...endsFor(patch, module, pick(ids, b), c), amount: share * 2 });
    case "disconnect":
      return COMMANDS.disconnect({ connections: [connection] });
    case "adjustConnection":
      return COMMANDS.adjustConnection({ connection, amount: share, ...(c % 2 === 0 && { active: c % 4 === 0 }) });
    case "createPattern":
      return COMMANDS.createPattern({ steps: a, ...(b % 2 === 0 && { name }) });
    case "deletePattern":
      return COMMANDS.deletePattern({ pattern });
    case "resizePattern":
      return COMMANDS.resizePattern({ pattern, steps: a, ...(c % 2 === 0 && { stepsPerBeat: c }) });
    case "setSteps":
      return COMMANDS.setSteps({ pattern, steps: { [a % 20]: c % 5 === 0 ? null : { note: b, volume: share } } });
    case "bindPattern":
      return COMMANDS.bindPattern({ module, pattern });
    case "addAsset":
      return COMMANDS.addAsset({
        name: name || "x",
        kind: "sound",
        path: `media/${name}.wav`,
        hash: String(a % 4).repeat(64),
      });
    case "savePreset":
      return COMMANDS.savePreset({ name, modules: some });
    case "deletePreset":
      return COMMANDS.deletePreset({ preset: pick([...patch.presets.keys()], a) });
    case "insertFragment": {
      const presets = [...patch.presets.values()];
      const fresh = c % 2 === 0 ? nestedFragment : fragmentFromExample(tone, testRegistry);
      const fragment = presets[b % Math.max(1, presets.length)]?.fragment ?? fresh;
      return COMMANDS.insertFragment({ fragment, position });
    }
    case "renamePatch":
      return COMMANDS.renamePatch({ name });
    case "replacePatch":
      return COMMANDS.replacePatch({ patch: c < 8 ? emptyPatch("New") : { ...patch, name: "Same" } });
    case "seek":
      return COMMANDS.seek({ tick: a * 100 });
    case "setTempo":
      return COMMANDS.setTempo({ bpm: 100 + share * 400 });
    case "play":
      return COMMANDS.play();
    case "pause":
      return COMMANDS.pause();
    case "stop":
      return COMMANDS.stop();
  }
}

/** The modules a command is likely about; now and then any, so that some are refused. */
function fittingIds(kind: Recipe["kind"], patch: Patch, ids: readonly number[], at: number): readonly number[] {
  if (at % 8 === 0) return ids;
  const definitionOf = (id: number) => testRegistry.get(patch.modules.get(id)?.type ?? "");
  if (kind === "setContent") return ids.filter((id) => definitionOf(id)?.content);
  if (kind === "bindPattern") return ids.filter((id) => definitionOf(id)?.sequencer);
  return ids;
}

function valuesFor(patch: Patch, id: number, at: number, share: number): Record<string, number | string | boolean> {
  const type = patch.modules.get(id)?.type ?? "";
  if (type === "audio.tone")
    return at % 2 === 0 ? { level: share, muted: at % 4 === 0 } : { pitch: 9_000 * share, shape: "saw" };
  if (type === "control.lfo") return { rate: share * 10 };
  return { amount: share };
}

function contentFor(patch: Patch, id: number, b: number, c: number) {
  if (patch.modules.get(id)?.type !== "script.test") return { asset: pickAsset(patch, b), clip: null };
  const keys = ["one", "two", "three"];
  return scriptWith(keys.slice(0, b % 4), keys.slice(0, c % 4));
}

const pickAsset = (patch: Patch, at: number) => [...patch.assets.keys()][at % 5] ?? null;

function endsFor(patch: Patch, from: number, to: number, at: number) {
  const portsOf = (id: number) => {
    const module = patch.modules.get(id);
    const definition = module && testRegistry.get(module.type);
    const content = module?.content ?? {};
    return {
      outputs: module ? Object.keys(outputsOf(definition, module)) : [],
      inputs: [
        ...Object.keys(definition?.inputs ?? {}),
        ...Object.keys(definition?.content?.ports?.(content).inputs ?? {}),
        ...Object.keys(definition?.parameters ?? {}),
      ],
    };
  };
  const { outputs } = portsOf(from);
  const { inputs } = portsOf(to);
  return {
    from: { module: from, port: outputs[at % Math.max(1, outputs.length)] ?? "sound" },
    to: { module: to, port: inputs[(at >> 1) % Math.max(1, inputs.length)] ?? "sound" },
  };
}
