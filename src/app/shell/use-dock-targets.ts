import { useRef } from "react";
import { useSession } from "#app/state/session-context.tsx";
import { useSnapshot } from "#app/state/use-snapshot.ts";
import { useUi } from "#app/state/use-ui.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { ModuleId, Patch } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";

/** What the tracker and the code panel show: what is selected, else what they last showed, else the first there is. */
export function useDockTargets(): { readonly tracker: ModuleId | undefined; readonly script: ModuleId | undefined } {
  const selected = useUi((state) => state.selection.modules);
  const tracker = useTarget(selected, isTracker);
  const script = useTarget(selected, isScript);
  return { tracker, script };
}

type Fits = (registry: Registry, patch: Patch, id: ModuleId) => boolean;

const isTracker: Fits = (registry, patch, id) => definitionAt(registry, patch, id)?.sequencer === "tracker";
const isScript: Fits = (registry, patch, id) => definitionAt(registry, patch, id)?.script !== undefined;

function definitionAt(registry: Registry, patch: Patch, id: ModuleId) {
  const module = patch.modules.get(id);
  return module && definitionOf(registry, module);
}

function useTarget(selected: readonly ModuleId[], fits: Fits): ModuleId | undefined {
  const { registry } = useSession();
  const last = useRef<ModuleId | undefined>(undefined);
  const target = useSnapshot(
    ({ patch }) => {
      const chosen = selected.find((id) => fits(registry, patch, id));
      if (chosen !== undefined) return chosen;
      if (last.current !== undefined && fits(registry, patch, last.current)) return last.current;
      return [...patch.modules.keys()].sort((a, b) => a - b).find((id) => fits(registry, patch, id));
    },
    Object.is,
    (changes) => changes.modules.size > 0,
  );
  last.current = target;
  return target;
}
