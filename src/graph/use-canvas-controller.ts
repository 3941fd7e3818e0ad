import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { CanvasController } from "./canvas-controller.ts";
import type { CanvasCallbacks, CanvasElements, CanvasParts } from "./canvas-parts.ts";
import type { View } from "./surface/viewport.ts";

/** What the controller is made of, read anew when it is needed. */
export interface ControllerProps extends CanvasParts, Partial<CanvasCallbacks> {
  /** Where to look first. Default: at everything. */
  readonly initialView?: View;
}

export type ElementRefs = { readonly [K in keyof CanvasElements]: RefObject<CanvasElements[K] | null> };

/** The controller of the canvas on these elements; undefined until they are in the page. */
export function useCanvasController(refs: ElementRefs, props: ControllerProps): CanvasController | undefined {
  const { engine, live, selection, previews, status } = props;
  const [controller, setController] = useState<CanvasController>();
  const latest = useRef(props);
  latest.current = props;
  const held = useRef(refs);
  useLayoutEffect(() => {
    const elements = elementsOf(held.current);
    if (!elements) return;
    const callbacks: CanvasCallbacks = {
      onOpen: (module) => latest.current.onOpen?.(module),
      onHint: (text) => latest.current.onHint?.(text),
      onRefusal: (reason) => latest.current.onRefusal?.(reason),
    };
    const made = new CanvasController(elements, { engine, live, selection, previews, status }, callbacks);
    const { initialView } = latest.current;
    if (initialView) made.surface.viewport.show(initialView);
    else made.sight.fit();
    setController(made);
    return () => {
      setController(undefined);
      made.destroy();
    };
  }, [engine, live, selection, previews, status]);
  return controller;
}

function elementsOf(refs: ElementRefs): CanvasElements | undefined {
  const { grid, surface, cables, reading } = refs;
  if (!grid.current || !surface.current || !cables.current || !reading.current) return undefined;
  return { grid: grid.current, surface: surface.current, cables: cables.current, reading: reading.current };
}
