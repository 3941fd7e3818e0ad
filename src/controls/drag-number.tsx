import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import styles from "./drag-number.module.css";
import type { ValueEdit, ValueGesture } from "./value-edit.ts";

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
  const drag = useRef<{ y: number; value: number; gesture: ValueGesture | undefined } | null>(null);
  // A field that goes away ends what it began.
  useEffect(() => () => drag.current?.gesture?.end(), []);
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
    if (event.button !== 0 || draft !== null) return;
    drag.current = { y: event.clientY, value: edit.now(), gesture: undefined };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLInputElement>) => {
    const held = drag.current;
    if (!held) return;
    const distance = held.y - event.clientY;
    if (!held.gesture && Math.abs(distance) < DEAD_ZONE_PX) return;
    held.gesture ??= edit.begin();
    held.y = event.clientY;
    held.value += (distance / PX_PER_STEP) * step * factorOf(event);
    held.value = Math.min(max, Math.max(min, held.value));
    change(event.shiftKey ? held.value : Math.round(held.value / step) * step, held.gesture);
  };
  const up = () => {
    drag.current?.gesture?.end();
    drag.current = null;
  };
  const key = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") {
      commit();
      event.currentTarget.select();
    } else if (event.key === "Escape" && drag.current?.gesture) {
      event.stopPropagation();
      drag.current.gesture.cancel();
      drag.current = null;
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
        onKeyDown={key}
      />
      {unit && <span className={styles.unit}>{unit}</span>}
    </span>
  );
}
