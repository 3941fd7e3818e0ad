import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import styles from "./splitter.module.css";

export interface SplitterProps {
  readonly label: string;
  /** The edge that moves: `left` of a panel on the right, and so on. */
  readonly edge: "left" | "right" | "top";
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly onResize: (size: number) => void;
  readonly onToggle: () => void;
}

const KEY_STEP_PX = 16;

/** A panel's edge: drag it, or move it with the arrow keys; a double click folds the panel away. */
export function Splitter({ label, edge, size, min, max, onResize, onToggle }: SplitterProps) {
  const start = useRef<{ at: number; size: number } | null>(null);
  const horizontal = edge !== "top";
  const sign = edge === "right" ? 1 : -1;
  const resize = (next: number) => onResize(Math.round(Math.min(max, Math.max(min, next))));
  const along = (event: PointerEvent) => (horizontal ? event.clientX : event.clientY);
  const onKeyDown = (event: KeyboardEvent) => {
    const [less, more] = horizontal ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const step = event.key === more ? KEY_STEP_PX : event.key === less ? -KEY_STEP_PX : 0;
    if (event.key === "Enter") onToggle();
    else if (step !== 0) resize(size + step * sign);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule (hr) can't be dragged or hold a value
    <div
      className={styles.splitter}
      data-edge={edge}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={horizontal ? "vertical" : "horizontal"}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={onKeyDown}
      onDoubleClick={onToggle}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: along(event), size };
      }}
      onPointerMove={(event) => {
        if (start.current) resize(start.current.size + (along(event) - start.current.at) * sign);
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      onPointerCancel={() => {
        start.current = null;
      }}
    />
  );
}
