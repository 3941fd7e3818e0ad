import { GRID } from "#engine/canvas-grid.ts";

/** What the canvas does by keyboard and pointer, for the app to show. */
export interface KeyBinding {
  readonly keys: string;
  readonly action: string;
  readonly group: "Add" | "Patch" | "Select" | "Edit" | "Look" | "Values";
}

export const CANVAS_KEYS: readonly KeyBinding[] = [
  { group: "Add", keys: "Double-click", action: "Add a module here" },
  { group: "Add", keys: "Tab", action: "Add a module at the pointer" },
  { group: "Add", keys: "Shift+A", action: "Add a module, also when the canvas was reached by keyboard" },
  { group: "Add", keys: "Shift+Enter", action: "In the search: add and keep searching" },
  { group: "Patch", keys: "Drag from port", action: "Draw a cable; let go over nothing to add what fits" },
  { group: "Patch", keys: "Click port, click port", action: "Draw a cable without dragging" },
  { group: "Patch", keys: "Ctrl+drag from input", action: "Draw another cable instead of lifting the one there" },
  { group: "Patch", keys: "Alt+click port", action: "Unplug" },
  { group: "Patch", keys: "C", action: "On a focused port: list what it can be patched to" },
  { group: "Select", keys: "Drag", action: "Select by box" },
  { group: "Select", keys: "Shift+click", action: "Add to the selection" },
  { group: "Select", keys: "Ctrl+A", action: "Select all" },
  { group: "Select", keys: "Escape", action: "Cancel, or select nothing" },
  { group: "Edit", keys: "Delete", action: "Remove modules or cables" },
  { group: "Edit", keys: "Ctrl+C", action: "Copy as text" },
  { group: "Edit", keys: "Ctrl+X", action: "Cut" },
  { group: "Edit", keys: "Ctrl+V", action: "Paste at the pointer" },
  { group: "Edit", keys: "Ctrl+D", action: "Duplicate" },
  { group: "Edit", keys: "Alt+drag", action: "Drag copies" },
  { group: "Edit", keys: "B", action: "Bypass" },
  { group: "Edit", keys: "F2", action: "Rename" },
  { group: "Edit", keys: "Arrows", action: "Nudge; with Shift ten times as far" },
  { group: "Look", keys: "Wheel", action: "Zoom at the pointer; with Shift move" },
  { group: "Look", keys: "Right-drag, middle-drag, Space+drag", action: "Move the view" },
  { group: "Look", keys: "F", action: "Show the selection, or all" },
  { group: "Look", keys: "Home", action: "Show all" },
  { group: "Look", keys: "M", action: "Show or hide the map" },
  { group: "Values", keys: "Drag", action: "Change; with Shift finer, with Ctrl+Shift finest" },
  { group: "Values", keys: "Double-click", action: "Type a value" },
  { group: "Values", keys: "Ctrl+click", action: "Reset" },
];

export interface KeyActions {
  remove(): void;
  selectAll(): void;
  duplicate(): void;
  bypass(): void;
  nudge(dx: number, dy: number): void;
  rename(): void;
  fit(all: boolean): void;
  toggleMap(): void;
  search(): void;
  /** True when Tab should open the search: the canvas was last touched by pointer and nothing on it has focus. */
  tabSearches(): boolean;
  /** Lists what the focused port can be patched to. False when no port has the focus. */
  listPorts(): boolean;
  /** Opens the focused module's editor. False when no module has the focus. */
  open(): boolean;
  cancel(): void;
}

const GRID_STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-GRID, 0],
  ArrowRight: [GRID, 0],
  ArrowUp: [0, -GRID],
  ArrowDown: [0, GRID],
};
const COARSE = 10;

/** Letters go to a field that has the focus, not to the canvas. */
export function takesText(element: Element | null): boolean {
  return (
    element instanceof HTMLElement &&
    (element.isContentEditable || element.matches("input, textarea, select, [role=textbox]"))
  );
}

/** Runs what a key press on the canvas means. Answers whether it meant anything. */
export function runKey(event: KeyboardEvent, actions: KeyActions): boolean {
  if (takesText(event.target as Element)) return false;
  const command = event.ctrlKey || event.metaKey;
  if (command) return !event.shiftKey && !event.altKey && runCommandKey(event.key.toLowerCase(), actions);
  if (event.altKey) return false;
  const step = GRID_STEPS[event.key];
  if (step) {
    const times = event.shiftKey ? COARSE : 1;
    actions.nudge(step[0] * times, step[1] * times);
    return true;
  }
  return event.shiftKey ? runShiftKey(event.key, actions) : runPlainKey(event.key, actions);
}

function runCommandKey(key: string, actions: KeyActions): boolean {
  if (key === "a") actions.selectAll();
  else if (key === "d") actions.duplicate();
  else return false;
  return true;
}

function runShiftKey(key: string, actions: KeyActions): boolean {
  if (key !== "A") return false;
  actions.search();
  return true;
}

function runPlainKey(key: string, actions: KeyActions): boolean {
  switch (key) {
    case "Delete":
    case "Backspace":
      actions.remove();
      return true;
    case "Escape":
      actions.cancel();
      return true;
    case "Tab":
      if (!actions.tabSearches()) return false;
      actions.search();
      return true;
    case "F2":
      actions.rename();
      return true;
    case "Home":
      actions.fit(true);
      return true;
    case "f":
      actions.fit(false);
      return true;
    case "b":
      actions.bypass();
      return true;
    case "m":
      actions.toggleMap();
      return true;
    case "c":
      return actions.listPorts();
    case "Enter":
      return actions.listPorts() || actions.open();
    default:
      return false;
  }
}
