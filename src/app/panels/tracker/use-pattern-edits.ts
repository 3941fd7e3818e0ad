import { useEffect, useMemo, useRef } from "react";
import { useNotices } from "#app/state/notices.tsx";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { setSteps } from "#engine/command.ts";
import type { Gesture } from "#engine/engine.ts";
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
  const { tell } = useNotices();
  const open = useRef<{ label: string; gesture: Gesture; timer: ReturnType<typeof setTimeout> } | null>(null);
  const edits = useMemo((): PatternEdits => {
    const settle = () => {
      if (!open.current) return;
      clearTimeout(open.current.timer);
      open.current.gesture.end();
      open.current = null;
    };
    const isSomething = (given: StepEdits) => Object.keys(given).length > 0;
    return {
      once(edits, label) {
        settle();
        if (isSomething(edits)) submit(setSteps({ pattern, steps: edits }), { label });
      },
      stream(edits, label) {
        const before = open.current;
        const goesOn = before?.label === label && before.gesture.open;
        if (goesOn) clearTimeout(before.timer);
        else settle();
        const gesture = goesOn ? before.gesture : engine.gesture(label);
        open.current = { label, gesture, timer: setTimeout(settle, REST) };
        if (!isSomething(edits)) return;
        const outcome = gesture.submit(setSteps({ pattern, steps: edits }));
        if (!outcome.ok) tell({ text: outcome.reason, tone: "refusal" });
      },
      settle,
    };
  }, [engine, submit, tell, pattern]);
  // Another pattern, or a panel that goes away, ends what was being done.
  useEffect(() => edits.settle, [edits]);
  return edits;
}
