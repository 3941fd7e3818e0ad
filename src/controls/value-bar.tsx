import { type Parameter, toTravel } from "#engine/parameter.ts";
import { useGhost } from "./use-ghost.ts";
import { useValueControl } from "./use-value-control.tsx";
import styles from "./value-bar.module.css";
import type { ValueEdit } from "./value-edit.ts";

interface ValueBarProps {
  readonly parameter: Parameter;
  readonly value: number;
  readonly edit: ValueEdit;
  /** For a screen reader, when the label alone doesn't say whose value it is. */
  readonly name?: string;
  /** Leaves the label out where the surroundings already show it. */
  readonly bare?: boolean;
  /** The value with all modulation, read each frame; undefined when nothing moves it. */
  readonly live?: () => number | undefined;
}

/** A slim bar that shows and changes a number: drag, arrows, wheel when focused, double-click to type, right-click for a menu. */
export function ValueBar({ parameter, value, edit, name = parameter.label, bare = false, live }: ValueBarProps) {
  const control = useValueControl({ parameter, value, edit, name });
  const ghost = useGhost(parameter, live);
  if (control.entry) return control.entry;
  return (
    <>
      <div className={styles.bar} {...control.attributes}>
        <i className={styles.fill} style={{ transform: `scaleX(${toTravel(parameter, value)})` }} />
        <i className={styles.ghost} ref={ghost} />
        {bare ? null : <span className={styles.label}>{parameter.label}</span>}
        <b className={styles.value}>{control.text}</b>
      </div>
      {control.menu}
    </>
  );
}
