import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import styles from "./drag-number.module.css";

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
  readonly onChange: (value: number) => void;
  /** A drag begins and ends: one undo step. */
  readonly onBegin?: () => void;
  readonly onEnd?: () => void;
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
  const { label, value, min, max, step, format, parse = defaultParse, unit, characters, onChange } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const drag = useRef<{ y: number; value: number; moved: boolean } | null>(null);
  const change = (next: number) => {
    const clamped = Math.min(max, Math.max(min, Math.round(next * 1e6) / 1e6));
    if (clamped !== value) onChange(clamped);
  };
  const commit = () => {
    const parsed = draft === null ? undefined : parse(draft);
    setDraft(null);
    if (parsed !== undefined) change(parsed);
  };

  const down = (event: PointerEvent<HTMLInputElement>) => {
    if (event.button !== 0 || draft !== null) return;
    drag.current = { y: event.clientY, value, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLInputElement>) => {
    const held = drag.current;
    if (!held) return;
    const distance = held.y - event.clientY;
    if (!held.moved) {
      if (Math.abs(distance) < DEAD_ZONE_PX) return;
      held.moved = true;
      props.onBegin?.();
    }
    held.y = event.clientY;
    held.value += (distance / PX_PER_STEP) * step * factorOf(event);
    held.value = Math.min(max, Math.max(min, held.value));
    change(event.shiftKey ? held.value : Math.round(held.value / step) * step);
  };
  const up = () => {
    if (drag.current?.moved) props.onEnd?.();
    drag.current = null;
  };
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
      change(value + (event.key === "ArrowUp" ? 1 : -1) * step * factorOf(event));
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
