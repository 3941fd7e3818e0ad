import { type KeyboardEvent, useMemo } from "react";
import type { ModuleId } from "#engine/patch.ts";
import type { CanvasController } from "./canvas-controller.ts";
import { canvasKeys } from "./canvas-keys.ts";
import { runKey } from "./key-map.ts";

/** Handlers of the surface: its keys, and what they need to know of the pointer. */
export function useCanvasKeys(controller: CanvasController | undefined, open: (module: ModuleId) => void) {
  return useMemo(() => {
    if (!controller) return {};
    const keys = canvasKeys(controller, open);
    const releaseSpace = (): void => {
      controller.spaceHeld = false;
    };
    return {
      onKeyDown(event: KeyboardEvent<HTMLElement>): void {
        if (event.key === " " && event.target === controller.surface.container) controller.spaceHeld = true;
        const { activeElement } = document;
        if (runKey(event.nativeEvent, keys)) {
          event.preventDefault();
          event.stopPropagation();
        }
        if (activeElement === document.activeElement && event.key !== "Shift") controller.pointerUsed = false;
      },
      onKeyUp(event: KeyboardEvent<HTMLElement>): void {
        if (event.key === " ") releaseSpace();
      },
      onBlur: releaseSpace,
      onPointerDownCapture(): void {
        controller.pointerUsed = true;
      },
    };
  }, [controller, open]);
}
