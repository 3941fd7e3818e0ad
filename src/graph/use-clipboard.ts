import { useEffect } from "react";
import type { CanvasController } from "./canvas-controller.ts";
import { takesText } from "./key-map.ts";

/** Copy, cut and paste of modules as text, while the canvas or something on it has the focus. */
export function useClipboard(controller: CanvasController | undefined): void {
  useEffect(() => {
    if (!controller) return;
    const here = (): boolean => {
      const { activeElement } = document;
      return controller.surface.container.contains(activeElement) && !takesText(activeElement);
    };
    const copy = (event: ClipboardEvent): void => {
      const text = here() ? controller.actions.copy() : undefined;
      if (text === undefined || !event.clipboardData) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", text);
      if (event.type === "cut") controller.removeSelected();
    };
    const paste = (event: ClipboardEvent): void => {
      if (!here() || !event.clipboardData) return;
      const text = event.clipboardData.getData("text/plain");
      if (text === "") return;
      event.preventDefault();
      controller.actions.paste(text, controller.pointerPlace());
    };
    document.addEventListener("copy", copy);
    document.addEventListener("cut", copy);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", copy);
      document.removeEventListener("paste", paste);
    };
  }, [controller]);
}
