import { onGrid } from "#engine/canvas-grid.ts";
import { withDescendants } from "#engine/descendants.ts";
import type { Draft } from "#engine/draft.ts";
import { cablesAmong } from "#engine/fragment.ts";
import { type Refusal, refused } from "#engine/outcome.ts";
import type { ModuleId, PatternId, Position } from "#engine/patch.ts";
import { type CommandDefinition, firstMissing, missingModule, type PayloadOf } from "./definition.ts";
import { uniqueModuleName } from "./module-record.ts";
import { newPattern } from "./new-pattern.ts";

const DEFAULT_OFFSET: Position = { x: 32, y: 32 };

/** What lives in a module is copied with it. The copies of trackers play copies of their patterns, so that changing one leaves the other alone. */
export const duplicateModulesCommand: CommandDefinition<PayloadOf<"duplicateModules">> = {
  label: "duplicate modules",
  apply(draft, { modules, by = DEFAULT_OFFSET }) {
    const missing = firstMissing(draft, modules);
    if (missing !== undefined) return missingModule(missing);
    if (!Number.isFinite(by.x) || !Number.isFinite(by.y))
      return refused("The offset of the copies is two numbers, x and y.");
    const copies = new Map<ModuleId, ModuleId>();
    for (const id of withDescendants(draft.patch.modules, modules)) {
      const taken = draft.takeId("module", undefined);
      if (!taken.ok) return taken;
      copies.set(id, taken.value);
    }
    const patterns = new Map<PatternId, PatternId>();
    for (const [from, to] of copies) {
      const bad = copyModule(draft, from, to, by, copies) ?? copyBinding(draft, from, to, patterns);
      if (bad) return bad;
    }
    return copyCables(draft, copies);
  },
};

function copyModule(
  draft: Draft,
  from: ModuleId,
  to: ModuleId,
  by: Position,
  copies: ReadonlyMap<ModuleId, ModuleId>,
): Refusal | undefined {
  const module = draft.patch.modules.get(from);
  if (!module) return missingModule(from);
  const parent = module.parent === null ? null : (copies.get(module.parent) ?? module.parent);
  const name = uniqueModuleName(draft, module.name, module.name, parent);
  draft.put("modules", to, { ...module, id: to, name, parent });
  draft.put("parameters", to, draft.patch.parameters.get(from));
  const { x, y } = draft.patch.layout.get(from) ?? { x: 0, y: 0 };
  draft.put("layout", to, onGrid({ x: x + by.x, y: y + by.y }));
  return undefined;
}

function copyBinding(
  draft: Draft,
  from: ModuleId,
  to: ModuleId,
  copies: Map<PatternId, PatternId>,
): Refusal | undefined {
  const id = draft.patch.bindings.get(from);
  const pattern = id === undefined ? undefined : draft.patch.patterns.get(id);
  if (!pattern) return undefined;
  let copy = copies.get(pattern.id);
  if (copy === undefined) {
    const { name, steps, stepsPerBeat } = pattern;
    const made = newPattern(draft, { name, steps, stepsPerBeat });
    if (!made.ok) return made;
    copy = made.value;
    copies.set(pattern.id, copy);
  }
  draft.put("bindings", to, copy);
  return undefined;
}

/** Copies stand to each other as the originals do, so their cables need no checking. */
function copyCables(draft: Draft, copies: ReadonlyMap<ModuleId, ModuleId>): Refusal | undefined {
  for (const cable of cablesAmong(draft.patch, copies)) {
    const from = copies.get(cable.from.module);
    const to = copies.get(cable.to.module);
    const id = draft.takeId("connection", undefined);
    if (!id.ok) return id;
    if (from === undefined || to === undefined) continue;
    draft.put("connections", id.value, {
      ...cable,
      id: id.value,
      from: { module: from, port: cable.from.port },
      to: { module: to, port: cable.to.port },
    });
  }
  return undefined;
}
