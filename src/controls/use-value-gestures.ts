import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from "react";
import { fromTravel, type Parameter, toTravel } from "#engine/parameter.ts";
import { useHeldGesture } from "./use-held-gesture.ts";
import type { ValueEdit, ValueGesture } from "./value-edit.ts";
import { dragTravel, keyValue } from "./value-motion.ts";

const DRAG_THRESHOLD = 2;
const WHEEL_TRAVEL = 0.01;

interface Drag {
  x: number;
  y: number;
  travel: number;
  readonly resets: boolean;
}

export interface ValueGestures {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
  readonly onLostPointerCapture: (event: PointerEvent<HTMLElement>) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/**
 * What hands expect of any value: drag, Shift for fine, Ctrl-click to reset, arrows, Enter to type, wheel once focused.
 * A drag is one undo step, and so is turning the wheel until it rests; Escape and Ctrl+Z take a drag back.
 */
export function useValueGestures(
  element: RefObject<HTMLElement | null>,
  parameter: Parameter,
  edit: ValueEdit,
  onType: () => void,
): ValueGestures {
  const held = useHeldGesture();
  const drag = useRef<Drag>({ x: 0, y: 0, travel: 0, resets: false });
  const turning = useRef<ValueGesture>(undefined);
  const latest = useRef({ parameter, edit });
  latest.current = { parameter, edit };

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
      if (!turning.current?.open) turning.current = now.edit.begin({ stream: true });
      turning.current.set(next);
    };
    const rest = () => turning.current?.end();
    node.addEventListener("wheel", wheel, { passive: false });
    node.addEventListener("blur", rest);
    return () => {
      node.removeEventListener("wheel", wheel);
      node.removeEventListener("blur", rest);
      rest();
    };
  }, [element]);

  const release = ({ pointerId }: PointerEvent<HTMLElement>) => held.release(pointerId);

  return {
    onPointerDown(event) {
      if (event.button !== 0 || event.altKey || !held.press(event.pointerId)) return;
      turning.current?.end();
      event.stopPropagation();
      event.currentTarget.focus({ preventScroll: true });
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = {
        x: event.clientX,
        y: event.clientY,
        travel: toTravel(parameter, edit.now()),
        resets: (event.ctrlKey || event.metaKey) && !event.shiftKey,
      };
    },
    onPointerMove(event) {
      if (!held.holds(event.pointerId)) return;
      const current = drag.current;
      const dx = event.clientX - current.x;
      const dy = event.clientY - current.y;
      if (!held.begun && Math.hypot(dx, dy) < DRAG_THRESHOLD) return;
      current.x = event.clientX;
      current.y = event.clientY;
      current.travel = Math.min(1, Math.max(0, current.travel + dragTravel(dx, dy, event)));
      held.change(edit).set(fromTravel(parameter, current.travel));
    },
    onPointerUp(event) {
      if (!held.holds(event.pointerId)) return;
      const resets = drag.current.resets && !held.begun;
      held.release(event.pointerId);
      if (resets) edit.set(parameter.default);
    },
    onPointerCancel: release,
    onLostPointerCapture: release,
    onKeyDown(event) {
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
      turning.current?.end();
      edit.set(next);
    },
  };
}
