import { type RefObject, useEffect, useRef } from "react";
import { type Parameter, toTravel } from "#engine/parameter.ts";
import { onFrame } from "./frame-loop.ts";

/** Keeps a mark at the place of a value that moves by itself, frame by frame; hides it when nothing moves the value. */
export function useGhost(
  parameter: Parameter,
  live: (() => number | undefined) | undefined,
): RefObject<HTMLElement | null> {
  const mark = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!live) return;
    let shown = Number.NaN;
    return onFrame(() => {
      const element = mark.current;
      const value = live();
      const travel = value === undefined ? -1 : Math.round(toTravel(parameter, value) * 1_000) / 1_000;
      if (!element || travel === shown) return;
      shown = travel;
      element.style.visibility = travel < 0 ? "hidden" : "visible";
      if (travel >= 0) element.style.left = `calc(${travel * 100}% - 1px)`;
    });
  }, [parameter, live]);
  return mark;
}
