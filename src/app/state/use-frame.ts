import { useEffect, useRef } from "react";

type FrameListener = (now: number) => void;
const listeners = new Set<FrameListener>();
let pending = 0;

function frame(now: number): void {
  pending = listeners.size > 0 ? requestAnimationFrame(frame) : 0;
  for (const listener of [...listeners]) listener(now);
}

/** Runs once a displayed frame while mounted: for values that move without being edited, written straight to the page. */
export function useFrame(listener: FrameListener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const run: FrameListener = (now) => latest.current(now);
    listeners.add(run);
    if (pending === 0) pending = requestAnimationFrame(frame);
    return () => {
      listeners.delete(run);
    };
  }, []);
}
