import type { Engine } from "#engine/engine.ts";
import type { ModuleId } from "#engine/patch.ts";
import { sameItems, useSnapshot } from "./use-snapshot.ts";
import { useUi } from "./use-ui.ts";

/** The selected modules that still exist: a script, an undo or another hand may have removed some. */
export function useSelectedModules(): readonly ModuleId[] {
  const selected = useUi((state) => state.selection.modules);
  return useSnapshot(
    ({ patch }) => selected.filter((id) => patch.modules.has(id)),
    sameItems,
    (changes) => changes.modules.size > 0,
  );
}

/** Of these modules, the ones that exist at this moment, which may be later than what is shown. */
export function stillThere(engine: Engine, modules: readonly ModuleId[]): readonly ModuleId[] {
  const { patch } = engine.snapshot();
  return modules.filter((id) => patch.modules.has(id));
}
