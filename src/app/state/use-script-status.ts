import { useCallback, useSyncExternalStore } from "react";
import type { ScriptStatus } from "#app/session-port.ts";
import type { ModuleId } from "#engine/patch.ts";
import { useSession } from "./session-context.tsx";

/** A script's status, anew when it changes; undefined before it ever ran. */
export function useScriptStatus(module: ModuleId): ScriptStatus | undefined {
  const { scripts } = useSession();
  const listen = useCallback(
    (listener: () => void) =>
      scripts.onStatus((changed) => {
        if (changed === module) listener();
      }),
    [scripts, module],
  );
  return useSyncExternalStore(listen, () => scripts.statusOf(module));
}
