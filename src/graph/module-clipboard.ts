import type { CanvasActions } from "./canvas-actions.ts";
import type { Point } from "./model/cable-curve.ts";

export interface ClipboardHost {
  readonly actions: CanvasActions;
  /** Where pasted modules go, in canvas px. */
  pointerPlace(): Point;
  refuse(reason: string): void;
}

/** Puts the selection into the system's clipboard, which the browser may keep closed to anything but its own keys. */
export function copyModules({ actions, refuse }: ClipboardHost): void {
  const text = actions.copy();
  if (text === undefined) return;
  navigator.clipboard
    .writeText(text)
    .catch(() => refuse("The browser keeps the clipboard closed to menus. Press Ctrl+C instead."));
}

/** Inserts what the system's clipboard holds. */
export function pasteModules(host: ClipboardHost): void {
  const at = host.pointerPlace();
  navigator.clipboard
    .readText()
    .then((text) => host.actions.paste(text, at))
    .catch(() => host.refuse("The browser keeps the clipboard closed to menus. Press Ctrl+V instead."));
}
