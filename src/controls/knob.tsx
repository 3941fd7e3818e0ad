import { type NumberParameter, toTravel } from "#engine/parameter.ts";
import styles from "./knob.module.css";
import { useValueControl } from "./use-value-control.tsx";
import type { ValueEdit } from "./value-edit.ts";

interface KnobProps {
  readonly parameter: NumberParameter;
  readonly value: number;
  readonly edit: ValueEdit;
  readonly name?: string;
}

/** Degrees from the lowest to the highest value; the gap is at the bottom. */
const SWEEP = 270;
const RADIUS = 14;

/** A knob: drag up for more, double-click to reset, Enter to type, right-click for a menu. */
export function Knob({ parameter, value, edit, name = parameter.label }: KnobProps) {
  const control = useValueControl({ parameter, value, edit, name, role: "slider", doubleClick: "resets" });
  if (control.entry) return control.entry;
  const travel = toTravel(parameter, value);
  const origin = parameter.min < 0 && parameter.max > 0 ? toTravel(parameter, 0) : 0;
  return (
    <div className={styles.knob}>
      <div className={styles.dial} {...control.attributes}>
        <svg width="36" height="36" viewBox="-18 -18 36 36" aria-hidden="true">
          <path className={styles.track} d={arc(0, 1)} />
          <path className={styles.range} d={arc(Math.min(origin, travel), Math.max(origin, travel))} />
          <line className={styles.hand} {...hand(travel)} />
        </svg>
      </div>
      <span className={styles.label}>{parameter.label}</span>
      <b className={styles.value}>{control.text}</b>
      {control.menu}
    </div>
  );
}

function at(travel: number, radius: number): { readonly x: number; readonly y: number } {
  const angle = ((travel - 0.5) * SWEEP - 90) * (Math.PI / 180);
  return { x: Math.cos(angle) * radius, y: Math.sin(angle) * radius };
}

function arc(from: number, to: number): string {
  const start = at(from, RADIUS);
  const end = at(to, RADIUS);
  const large = (to - from) * SWEEP > 180 ? 1 : 0;
  return `M${start.x} ${start.y}A${RADIUS} ${RADIUS} 0 ${large} 1 ${end.x} ${end.y}`;
}

function hand(travel: number) {
  const inner = at(travel, 5);
  const outer = at(travel, RADIUS - 3);
  return { x1: inner.x, y1: inner.y, x2: outer.x, y2: outer.y };
}
