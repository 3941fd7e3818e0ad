import { numberedAssets } from "#engine/asset-references.ts";
import { onGrid } from "#engine/canvas-grid.ts";
import type { Draft } from "#engine/draft.ts";
import { cornerOf } from "#engine/fragment.ts";
import { checkedFragment, fragmentModuleSchema } from "#engine/fragment-schema.ts";
import { keptCable, keptFields } from "#engine/kept.ts";
import { readModule } from "#engine/module-codec.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import { done, type Outcome, type Refusal, refused } from "#engine/outcome.ts";
import type {
  AssetId,
  Endpoint,
  FragmentConnection,
  FragmentModule,
  ModuleId,
  PatchFragment,
  PatternId,
  Position,
} from "#engine/patch.ts";
import { strangeSignal } from "#engine/strange-cable.ts";
import { titleProblem } from "#engine/title.ts";
import { putAsset } from "./assets.ts";
import { plug, putCable } from "./connections.ts";
import type { CommandDefinition, PayloadOf } from "./definition.ts";
import { bindNewPattern, storedContent, uniqueModuleName } from "./module-record.ts";
import { newPattern } from "./new-pattern.ts";

/** Modules of types this build doesn't know come in as placeholders that keep all their data. */
export const insertFragmentCommand: CommandDefinition<PayloadOf<"insertFragment">> = {
  label: "insert modules",
  apply(draft, { fragment: given, position }) {
    const checked = checkedFragment(given);
    if (!checked.ok) return checked;
    const fragment = checked.value;
    const assets = idsByName("assets", fragment.assets ?? [], (asset) => putAsset(draft, asset));
    if (!assets.ok) return assets;
    const patterns = idsByName("patterns", fragment.patterns ?? [], (pattern) => {
      const bad = titleProblem(pattern.name);
      return bad ?? newPattern(draft, pattern);
    });
    if (!patterns.ok) return patterns;
    const insertion = new Insertion(draft, fragment, position, assets.value, patterns.value);
    for (const module of fragment.modules) {
      const bad = insertion.addModule(module);
      if (bad) return bad;
    }
    for (const cable of fragment.connections) {
      const bad = insertion.addCable(cable);
      if (bad) return bad;
    }
    return undefined;
  },
};

/** Puts rows in, one after the other, and gives their ids by the names they have in the fragment. */
function idsByName<T extends { readonly name: string }>(
  table: string,
  rows: readonly T[],
  put: (row: T) => Outcome<number>,
): Outcome<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>();
  for (const row of rows) {
    if (ids.has(row.name)) return refused(`${table}[${row.name}]: the name is there twice.`);
    const id = put(row);
    if (!id.ok) return id;
    ids.set(row.name, id.value);
  }
  return done(ids);
}

class Insertion {
  readonly #draft: Draft;
  readonly #corner: Position;
  readonly #position: Position;
  readonly #assets: ReadonlyMap<string, AssetId>;
  readonly #patterns: ReadonlyMap<string, PatternId>;
  /** By the paths they have in the fragment. */
  readonly #modules = new Map<string, ModuleId>();

  constructor(
    draft: Draft,
    fragment: PatchFragment,
    position: Position,
    assets: ReadonlyMap<string, AssetId>,
    patterns: ReadonlyMap<string, PatternId>,
  ) {
    this.#draft = draft;
    this.#corner = cornerOf(fragment.modules.map((module) => module.position));
    this.#position = position;
    this.#assets = assets;
    this.#patterns = patterns;
  }

  addModule(module: FragmentModule): Refusal | undefined {
    const draft = this.#draft;
    const parent = module.in === undefined ? null : this.#modules.get(module.in);
    if (parent === undefined)
      return refused(`modules[${module.name}].in: there is no module “${module.in}” above it in the fragment.`);
    const path = module.in === undefined ? module.name : `${module.in}/${module.name}`;
    if (this.#modules.has(path)) return refused(`modules[${path}]: the name is there twice.`);
    const name = uniqueModuleName(draft, module.name, module.type, parent);
    const taken = draft.takeId("module", undefined);
    if (!taken.ok) return taken;
    const id = taken.value;
    this.#modules.set(path, id);
    const content = module.content && storedContent(draft, numberedAssets(module.content, this.#assets));
    const { definition, row, values, problems } = readModule(draft.registry, { ...module, content });
    const [problem] = problems;
    if (problem) return refused(`modules[${module.name}]${problem.field}: ${problem.reason}`);
    const { type, bypassed = false } = module;
    const kept = keptFields(module, fragmentModuleSchema);
    draft.put("modules", id, { id, type, name, parent, bypassed, ...row, ...kept });
    if (values) draft.put("parameters", id, values);
    const { x, y } = module.position;
    draft.put(
      "layout",
      id,
      onGrid({ x: this.#position.x + x - this.#corner.x, y: this.#position.y + y - this.#corner.y }),
    );
    return this.#bind(module, definition, id);
  }

  #bind(module: FragmentModule, definition: ModuleDefinition | undefined, id: ModuleId): Refusal | undefined {
    if (module.pattern === undefined) return definition && bindNewPattern(this.#draft, definition, id);
    const pattern = this.#patterns.get(module.pattern);
    if (pattern === undefined)
      return refused(`modules[${module.name}].pattern: there is no pattern “${module.pattern}” in the fragment.`);
    if (definition && definition.sequencer !== "tracker")
      return refused(`modules[${module.name}].pattern: a ${definition.title.toLowerCase()} plays none.`);
    this.#draft.put("bindings", id, pattern);
    return undefined;
  }

  addCable(cable: FragmentConnection): Refusal | undefined {
    const from = endpoint(cable.from, this.#modules);
    const to = endpoint(cable.to, this.#modules);
    const place = `connections[${cable.from} → ${cable.to}]`;
    if (!from || !to) return refused(`${place}: there is no module for “${from ? cable.to : cable.from}”.`);
    const { patch, registry } = this.#draft;
    const settings = { amount: cable.amount ?? 1, offset: cable.offset ?? 0, active: cable.active ?? true };
    const source = patch.modules.get(from.module);
    const target = patch.modules.get(to.module);
    const strange =
      source && target && strangeSignal(registry, { ...from, at: source }, { ...to, at: target }, cable.signal);
    if (strange) return putCable(this.#draft, { from, to, signal: strange, ...settings, ...keptCable(cable, true) });
    const bad = plug(this.#draft, { from, to, ...settings, ...keptCable(cable, false) });
    return bad && refused(`${place}: ${bad.reason}`);
  }
}

function endpoint(text: string, modules: ReadonlyMap<string, ModuleId>): Endpoint | undefined {
  const dot = text.lastIndexOf(".");
  const module = modules.get(text.slice(0, Math.max(0, dot)));
  return module === undefined ? undefined : { module, port: text.slice(dot + 1) };
}
