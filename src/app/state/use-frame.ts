import { useEffect, useRef } from "react";
import { onFrame } from "#controls/frame-loop.ts";

/** Runs once a displayed frame while mounted: for values that move without being edited, written straight to the page. */
export function useFrame(paint: () => void): void {
  const latest = useRef(paint);
  latest.current = paint;
  useEffect(() => onFrame(() => latest.current()), []);
}
