import { type MouseEvent, type ReactElement, useRef, useState } from "react";
import type { Parameter } from "#engine/parameter.ts";
import { formatParameter } from "#engine/parameter-text.ts";
import { FloatingMenu, type MenuPlace } from "./floating-menu.tsx";
import { useValueGestures } from "./use-value-gestures.ts";
import type { ValueEdit } from "./value-edit.ts";
import { ValueEntry } from "./value-entry.tsx";
import { valueMenu } from "./value-menu.ts";

export interface ValueControlOptions {
  readonly parameter: Parameter;
  readonly value: number;
  readonly edit: ValueEdit;
  /** For a screen reader, when the label alone doesn't say whose value it is. */
  readonly name: string;
}

/** Gestures, ARIA values, typing and menu of a value's control. While `entry` is given, it stands in for the control. */
export function useValueControl({ parameter, value, edit, name }: ValueControlOptions) {
  const element = useRef<HTMLDivElement>(null);
  const [typing, setTyping] = useState(false);
  const [place, setPlace] = useState<MenuPlace>();
  const type = (): void => setTyping(true);
  const gestures = useValueGestures(element, parameter, edit, type);
  const limits = parameter.kind === "number" ? parameter : { min: 0, max: 1 };
  const text = formatParameter(parameter, value);
  const done = (typed: number | undefined): void => {
    if (typed !== undefined) edit.set(typed);
    setTyping(false);
  };
  const entry: ReactElement | null = typing ? (
    <ValueEntry name={name} parameter={parameter} value={value} onDone={done} />
  ) : null;
  const menu: ReactElement | null = place ? (
    <FloatingMenu
      name={name}
      place={place}
      items={valueMenu(parameter, value, edit, type)}
      onClose={() => setPlace(undefined)}
    />
  ) : null;
  const attributes = {
    ref: element,
    role: "slider",
    "data-control": true,
    tabIndex: 0,
    "aria-label": name,
    "aria-valuemin": limits.min,
    "aria-valuemax": limits.max,
    "aria-valuenow": value,
    "aria-valuetext": text,
    ...gestures,
    onDoubleClick(event: MouseEvent) {
      event.stopPropagation();
      type();
    },
    onContextMenu(event: MouseEvent) {
      event.preventDefault();
      event.stopPropagation();
      setPlace({ x: event.clientX, y: event.clientY });
    },
  };
  return { attributes, text, entry, menu };
}
