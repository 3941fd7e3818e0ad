import { Play } from "lucide-react";
import { useNotices } from "#app/state/notices.tsx";
import { useSession } from "#app/state/session-context.tsx";
import { useAudioState } from "#app/state/use-audio-state.ts";
import styles from "./canvas-slot.module.css";

/** The one thing a browser wants a click for; gone once sound runs. */
export function StartSound() {
  const { audio } = useSession();
  const { tell } = useNotices();
  const state = useAudioState();
  if (state === "running") return null;
  const start = async () => {
    const outcome = await audio.start();
    if (!outcome.ok) tell({ text: outcome.reason, tone: "refusal" });
  };
  return (
    <button type="button" className={styles.start} disabled={state === "starting"} onClick={start}>
      <Play size={14} aria-hidden="true" />
      {state === "failed" ? "Try sound again" : "Start sound"}
    </button>
  );
}
