import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import styles from "./drag-number.module.css";
import { useHeldGesture } from "./use-held-gesture.ts";
import type { ValueEdit } from "./value-edit.ts";

export interface DragNumberProps {
  /** Names it for a screen reader. */
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** What one arrow key or two px of drag change; Shift makes it a tenth, Alt ten times. */
  readonly step: number;
  readonly format: (value: number) => string;
  /** Undefined when the text means nothing; then the old value stays. */
  readonly parse?: (text: string) => number | undefined;
  /** Shown after the number. */
  readonly unit?: string;
  /** Room for this many characters, so that nothing moves when the value does. */
  readonly characters: number;
  readonly edit: ValueEdit;
}

const PX_PER_STEP = 2;
const DEAD_ZONE_PX = 3;

const defaultParse = (text: string): number | undefined => {
  const value = Number.parseFloat(text.replace(",", ".").replace("−", "-"));
  return Number.isFinite(value) ? value : undefined;
};

const factorOf = (event: { readonly shiftKey: boolean; readonly altKey: boolean }): number =>
  event.shiftKey ? 0.1 : event.altKey ? 10 : 1;

/** A number that is dragged up and down, typed, or stepped with the arrow keys. */
export function DragNumber(props: DragNumberProps) {
  const { label, value, min, max, step, format, parse = defaultParse, unit, characters, edit } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const held = useHeldGesture();
  const drag = useRef({ y: 0, value: 0 });
  const change = (next: number, to: { readonly set: (value: number) => void } = edit) => {
    const clamped = Math.min(max, Math.max(min, Math.round(next * 1e6) / 1e6));
    if (clamped !== edit.now()) to.set(clamped);
  };
  const commit = () => {
    const parsed = draft === null ? undefined : parse(draft);
    setDraft(null);
    if (parsed !== undefined) change(parsed);
  };

  const down = (event: PointerEvent<HTMLInputElement>) => {
    if (event.button !== 0 || draft !== null || !held.press(event.pointerId)) return;
    drag.current = { y: event.clientY, value: edit.now() };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLInputElement>) => {
    if (!held.holds(event.pointerId)) return;
    const current = drag.current;
    const distance = current.y - event.clientY;
    if (!held.begun && Math.abs(distance) < DEAD_ZONE_PX) return;
    const gesture = held.change(edit);
    current.y = event.clientY;
    current.value += (distance / PX_PER_STEP) * step * factorOf(event);
    current.value = Math.min(max, Math.max(min, current.value));
    change(event.shiftKey ? current.value : Math.round(current.value / step) * step, gesture);
  };
  const up = (event: PointerEvent<HTMLInputElement>) => held.release(event.pointerId);
  const key = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") {
      commit();
      event.currentTarget.select();
    } else if (event.key === "Escape" && draft !== null) {
      event.stopPropagation();
      setDraft(null);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      setDraft(null);
      change(edit.now() + (event.key === "ArrowUp" ? 1 : -1) * step * factorOf(event));
    }
  };

  return (
    <span className={styles.box}>
      <input
        className={styles.input}
        style={{ width: `${characters}ch` }}
        role="spinbutton"
        aria-label={label}
        aria-valuenow={value}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-valuetext={`${format(value)}${unit ? ` ${unit}` : ""}`}
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        value={draft ?? format(value)}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={commit}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onLostPointerCapture={up}
        // Dragging its selected text elsewhere would end the drag of the value.
        onDragStart={(event) => event.preventDefault()}
        onKeyDown={key}
      />
      {unit && <span className={styles.unit}>{unit}</span>}
    </span>
  );
}
