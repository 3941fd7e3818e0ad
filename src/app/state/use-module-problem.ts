import { useCallback, useSyncExternalStore } from "react";
import type { AppSession } from "#app/session-port.ts";
import type { ModuleId } from "#engine/patch.ts";
import { useSession } from "./session-context.tsx";

/** What keeps a module from drawing or sounding, in a sentence; undefined while nothing does. */
export const moduleProblem = ({ video, audio }: Pick<AppSession, "video" | "audio">, module: ModuleId) =>
  video.problemOf(module) ?? audio.problemOf(module);

/** The same, rendered anew when it changes. */
export function useModuleProblem(module: ModuleId): string | undefined {
  const session = useSession();
  const { video, audio } = session;
  const listen = useCallback(
    (listener: () => void) => {
      const ends = [video.onProblem(listener), audio.onProblem(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
    [video, audio],
  );
  return useSyncExternalStore(listen, () => moduleProblem(session, module));
}
