import { useCallback, useSyncExternalStore } from "react";
import type { AudioState } from "#app/session-port.ts";
import { useSession } from "./session-context.tsx";

/** Whether sound runs. */
export function useAudioState(): AudioState {
  const { audio } = useSession();
  const listen = useCallback((listener: () => void) => audio.onState(listener), [audio]);
  return useSyncExternalStore(listen, () => audio.state());
}
