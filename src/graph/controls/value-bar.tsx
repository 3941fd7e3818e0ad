import { useRef, useState } from "react";
import { type Parameter, toTravel } from "#engine/parameter.ts";
import { formatParameter } from "#engine/parameter-text.ts";
import { FloatingMenu, type MenuPlace } from "./floating-menu.tsx";
import { useGhost } from "./use-ghost.ts";
import { useValueGestures } from "./use-value-gestures.ts";
import styles from "./value-bar.module.css";
import type { ValueEdit } from "./value-edit.ts";
import { ValueEntry } from "./value-entry.tsx";
import { valueMenu } from "./value-menu.ts";

export interface ValueBarProps {
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
  const element = useRef<HTMLDivElement>(null);
  const [typing, setTyping] = useState(false);
  const [menu, setMenu] = useState<MenuPlace>();
  const ghost = useGhost(parameter, live);
  const gestures = useValueGestures(element, parameter, value, edit, () => setTyping(true));
  if (typing) {
    const done = (typed: number | undefined): void => {
      if (typed !== undefined) edit.set(typed);
      setTyping(false);
    };
    return <ValueEntry name={name} parameter={parameter} value={value} onDone={done} />;
  }
  const text = formatParameter(parameter, value);
  const limits = parameter.kind === "number" ? parameter : { min: 0, max: 1 };
  return (
    <>
      <div
        ref={element}
        className={styles.bar}
        data-control
        role="slider"
        tabIndex={0}
        aria-label={name}
        aria-valuemin={limits.min}
        aria-valuemax={limits.max}
        aria-valuenow={value}
        aria-valuetext={text}
        {...gestures}
        onDoubleClick={(event) => {
          event.stopPropagation();
          setTyping(true);
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          event.stopPropagation();
          setMenu({ x: event.clientX, y: event.clientY });
        }}
      >
        <i className={styles.fill} style={{ transform: `scaleX(${toTravel(parameter, value)})` }} />
        <i className={styles.ghost} ref={ghost} />
        {bare ? null : <span className={styles.label}>{parameter.label}</span>}
        <b className={styles.value}>{text}</b>
      </div>
      {menu ? (
        <FloatingMenu
          name={name}
          place={menu}
          items={valueMenu(parameter, value, edit, () => setTyping(true))}
          onClose={() => setMenu(undefined)}
        />
      ) : null}
    </>
  );
}
