import { useMemo, useRef } from "react";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { setSteps } from "#engine/command.ts";
import type { PatternId } from "#engine/patch.ts";
import type { StepEdits } from "./step-edits.ts";

/** Milliseconds of rest after which turning a wheel or typing digits counts as done. */
const REST = 600;

export interface PatternEdits {
  /** One undo step. */
  once(edits: StepEdits, label: string): void;
  /** Several of these, close together and with one label, are one undo step. */
  stream(edits: StepEdits, label: string): void;
  /** Ends a stream. */
  settle(): void;
}

/** Edits of one pattern as commands. */
export function usePatternEdits(pattern: PatternId): PatternEdits {
  const { engine } = useSession();
  const submit = useCommand();
  const open = useRef<{ label: string; timer: ReturnType<typeof setTimeout> } | null>(null);
  return useMemo(() => {
    const settle = () => {
      if (!open.current) return;
      clearTimeout(open.current.timer);
      open.current = null;
      engine.endGesture();
    };
    const send = (edits: StepEdits, label: string) => {
      if (Object.keys(edits).length > 0) submit(setSteps({ pattern, steps: edits }), { label });
    };
    return {
      once(edits, label) {
        settle();
        send(edits, label);
      },
      stream(edits, label) {
        if (open.current?.label !== label) {
          settle();
          engine.beginGesture(label);
        } else clearTimeout(open.current.timer);
        open.current = { label, timer: setTimeout(settle, REST) };
        send(edits, label);
      },
      settle,
    };
  }, [engine, submit, pattern]);
}
