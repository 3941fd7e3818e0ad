import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from "react";
import { fromTravel, type Parameter, toTravel } from "#engine/parameter.ts";
import type { ValueEdit, ValueGesture } from "./value-edit.ts";
import { dragTravel, keyValue } from "./value-motion.ts";

const DRAG_THRESHOLD = 2;
const WHEEL_TRAVEL = 0.01;

interface Drag {
  readonly pointer: number;
  x: number;
  y: number;
  travel: number;
  /** Undefined until it has gone far enough to be a drag. */
  gesture: ValueGesture | undefined;
  readonly resets: boolean;
}

export interface ValueGestures {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/**
 * What hands expect of any value: drag, Shift for fine, Ctrl-click to reset, arrows, Enter to type, wheel once focused.
 * A drag is one undo step and Escape takes it back.
 */
export function useValueGestures(
  element: RefObject<HTMLElement | null>,
  parameter: Parameter,
  edit: ValueEdit,
  onType: () => void,
): ValueGestures {
  const drag = useRef<Drag | null>(null);
  const latest = useRef({ parameter, edit });
  latest.current = { parameter, edit };

  // A control that goes away, as when undo or a script removes its module, ends what it began.
  useEffect(() => () => drag.current?.gesture?.end(), []);

  useEffect(() => {
    const node = element.current;
    if (!node) return;
    const wheel = (event: WheelEvent): void => {
      if (document.activeElement !== node) return;
      event.preventDefault();
      event.stopPropagation();
      const now = latest.current;
      const direction = event.deltaY < 0 ? 1 : -1;
      const key = direction > 0 ? "ArrowUp" : "ArrowDown";
      const value = now.edit.now();
      const next =
        keyValue(now.parameter, value, key, event) ??
        fromTravel(now.parameter, toTravel(now.parameter, value) + direction * WHEEL_TRAVEL);
      now.edit.set(next);
    };
    node.addEventListener("wheel", wheel, { passive: false });
    return () => node.removeEventListener("wheel", wheel);
  }, [element]);

  const finish = (cancelled: boolean): void => {
    const current = drag.current;
    drag.current = null;
    if (cancelled) current?.gesture?.cancel();
    else current?.gesture?.end();
  };

  return {
    onPointerDown(event) {
      if (event.button !== 0 || event.altKey) return;
      event.stopPropagation();
      event.currentTarget.focus({ preventScroll: true });
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = {
        pointer: event.pointerId,
        x: event.clientX,
        y: event.clientY,
        travel: toTravel(parameter, edit.now()),
        gesture: undefined,
        resets: (event.ctrlKey || event.metaKey) && !event.shiftKey,
      };
    },
    onPointerMove(event) {
      const current = drag.current;
      if (current?.pointer !== event.pointerId) return;
      const dx = event.clientX - current.x;
      const dy = event.clientY - current.y;
      if (!current.gesture && Math.hypot(dx, dy) < DRAG_THRESHOLD) return;
      current.gesture ??= edit.begin();
      current.x = event.clientX;
      current.y = event.clientY;
      current.travel = Math.min(1, Math.max(0, current.travel + dragTravel(dx, dy, event)));
      current.gesture.set(fromTravel(parameter, current.travel));
    },
    onPointerUp(event) {
      if (drag.current?.pointer !== event.pointerId) return;
      const resets = drag.current.resets && !drag.current.gesture;
      finish(false);
      if (resets) edit.set(parameter.default);
    },
    onPointerCancel: () => finish(true),
    onKeyDown(event) {
      if (event.key === "Escape" && drag.current?.gesture) {
        event.stopPropagation();
        finish(true);
        return;
      }
      if (event.key === "Enter") {
        event.preventDefault();
        event.stopPropagation();
        onType();
        return;
      }
      const next = keyValue(parameter, edit.now(), event.key, event);
      if (next === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      edit.set(next);
    },
  };
}
