import { type RefObject, type UIEvent, useLayoutEffect, useRef } from "react";

export interface NewestInSight<E extends HTMLElement> {
  readonly ref: RefObject<E | null>;
  readonly onScroll: (event: UIEvent<E>) => void;
}

/** Px from the end that still count as being there. */
const NEAR = 8;

/** Keeps the end of a scrolled list of lines in sight as it grows; whoever scrolled up to read stays there. */
export function useNewestInSight<E extends HTMLElement>(): NewestInSight<E> {
  const ref = useRef<E>(null);
  const atEnd = useRef(true);
  // After every render: what was printed is among what may have changed.
  useLayoutEffect(() => {
    if (ref.current && atEnd.current) ref.current.scrollTop = ref.current.scrollHeight;
  });
  return {
    ref,
    onScroll: ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
      atEnd.current = scrollTop + clientHeight >= scrollHeight - NEAR;
    },
  };
}
