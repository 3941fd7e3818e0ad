import { scriptSource } from "./script-source.ts";
import { useSession } from "./session-context.tsx";
import { sameItems, useSnapshot } from "./use-snapshot.ts";
import { useUi } from "./use-ui.ts";

/** Names of the scripts whose typed text is not applied yet. */
export function useUnappliedScripts(): readonly string[] {
  const { registry } = useSession();
  const drafts = useUi((state) => state.drafts);
  return useSnapshot(
    ({ patch }) =>
      Object.entries(drafts).flatMap(([id, { text }]) => {
        const module = patch.modules.get(Number(id));
        return module && scriptSource(registry, module) !== text ? [module.name] : [];
      }),
    sameItems,
    (changes) => changes.modules.size > 0,
  );
}
