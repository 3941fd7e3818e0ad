import { useEffect, useMemo, useRef } from "react";
import { useNotices } from "#app/state/notices.tsx";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { onTakeBackKeys } from "#controls/take-back-keys.ts";
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
  /** A hand holds steps: until {@link settle} a stream of this label is one undo step however long it rests. Escape and Ctrl+Z take it back. */
  hold(label: string): void;
  /** Whether a hand still holds what it began to change: not once that was taken back. */
  isHeld(): boolean;
  /** Ends a stream, or what is held. */
  settle(): void;
}

interface OpenEdits {
  readonly label: string;
  readonly gesture: Gesture;
  timer?: ReturnType<typeof setTimeout>;
  /** Of what a hand holds. */
  readonly endKeys?: () => void;
}

/** Edits of one pattern as commands. */
export function usePatternEdits(pattern: PatternId): PatternEdits {
  const { engine } = useSession();
  const submit = useCommand();
  const { tell } = useNotices();
  const open = useRef<OpenEdits | null>(null);
  const edits = useMemo((): PatternEdits => {
    const leave = (): Gesture | undefined => {
      const left = open.current;
      clearTimeout(left?.timer);
      left?.endKeys?.();
      open.current = null;
      return left?.gesture;
    };
    const settle = () => leave()?.end();
    const takeBack = (): boolean => {
      leave()?.cancel();
      return true;
    };
    const isSomething = (given: StepEdits) => Object.keys(given).length > 0;
    return {
      once(edits, label) {
        settle();
        if (isSomething(edits)) submit(setSteps({ pattern, steps: edits }), { label });
      },
      stream(edits, label) {
        if (open.current?.label !== label || !open.current.gesture.open) settle();
        open.current ??= { label, gesture: engine.gesture(label) };
        const { gesture, timer, endKeys } = open.current;
        clearTimeout(timer);
        if (!endKeys) open.current.timer = setTimeout(settle, REST);
        if (!isSomething(edits)) return;
        const outcome = gesture.submit(setSteps({ pattern, steps: edits }));
        if (!outcome.ok) tell({ text: outcome.reason, tone: "refusal" });
      },
      hold(label) {
        settle();
        open.current = { label, gesture: engine.gesture(label), endKeys: onTakeBackKeys(window, takeBack) };
      },
      isHeld: () => open.current?.endKeys !== undefined && open.current.gesture.open,
      settle,
    };
  }, [engine, submit, tell, pattern]);
  // Another pattern, or a panel that goes away, ends what was being done.
  useEffect(() => edits.settle, [edits]);
  return edits;
}
