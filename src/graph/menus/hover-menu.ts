import type { MenuItem, MenuPlace } from "#controls/floating-menu.tsx";
import type { CanvasController } from "./canvas-controller.ts";
import type { Hover } from "./gestures/pointer-gestures.ts";
import type { PortRef } from "./model/endpoint.ts";
import { findSpot } from "./model/module-layout.ts";

interface NamedMenu {
  readonly name: string;
  readonly items: readonly MenuItem[];
}

/** What a right click offers on a port, a module, a cable or the empty canvas. */
export function canvasMenu(canvas: CanvasController, hover: Hover, place: MenuPlace): NamedMenu {
  if (hover.port) return portMenu(canvas, hover.port, place);
  if (hover.module !== undefined) return moduleMenu(canvas);
  if (hover.cable !== undefined) return cableMenu(canvas, hover.cable);
  return emptyMenu(canvas);
}

function portMenu(canvas: CanvasController, port: PortRef, place: MenuPlace): NamedMenu {
  const cables = canvas.actions.cablesAt(port).length;
  return {
    name: `Port ${labelOf(canvas, port)}`,
    items: [
      { label: "Patch to …", keys: "C", run: () => canvas.listPorts(port, place) },
      {
        label: cables > 1 ? `Unplug ${cables} cables` : "Unplug",
        keys: "Alt click",
        disabled: cables === 0,
        run: () => canvas.actions.unplug(port),
      },
    ],
  };
}

function moduleMenu(canvas: CanvasController): NamedMenu {
  const { actions, model } = canvas;
  const selected = actions.selected();
  const first = selected[0];
  const bypassed = selected.every((id) => model.module(id)?.module.bypassed);
  const many = selected.length > 1;
  return {
    name: many ? `${selected.length} modules` : "Module",
    items: [
      {
        label: "Rename",
        keys: "F2",
        disabled: many || first === undefined,
        run: () => canvas.renaming.set(first),
      },
      { label: bypassed ? "Switch on" : "Bypass", keys: "B", run: () => actions.bypass() },
      { label: "Duplicate", keys: "Ctrl D", run: () => actions.duplicate() },
      { label: "Copy", keys: "Ctrl C", divides: true, run: () => copyToClipboard(canvas) },
      {
        label: "Unplug all cables",
        disabled: !selected.some((id) => (canvas.engine.snapshot().patch.connectionsOf.get(id)?.length ?? 0) > 0),
        run: () => {
          const { connectionsOf } = canvas.engine.snapshot().patch;
          actions.remove([], [...new Set(selected.flatMap((id) => connectionsOf.get(id) ?? []))]);
        },
      },
      { label: "Show in full", keys: "F", run: () => canvas.fit(selected) },
      { label: "Remove", keys: "Delete", divides: true, run: () => canvas.removeSelected() },
    ],
  };
}

function cableMenu(canvas: CanvasController, cable: number): NamedMenu {
  const active = canvas.model.cable(cable)?.connection.active ?? true;
  return {
    name: "Cable",
    items: [
      { label: active ? "Switch off" : "Switch on", run: () => canvas.actions.toggleCable(cable) },
      { label: "Unplug", keys: "Delete", run: () => canvas.removeSelected() },
    ],
  };
}

function emptyMenu(canvas: CanvasController): NamedMenu {
  return {
    name: "Canvas",
    items: [
      { label: "Add a module", keys: "Tab", run: () => canvas.openSearch() },
      { label: "Paste", keys: "Ctrl V", run: () => pasteFromClipboard(canvas) },
      { label: "Select all", keys: "Ctrl A", divides: true, run: () => canvas.actions.selectAll() },
      { label: "Show all", keys: "Home", run: () => canvas.fit() },
      {
        label: canvas.map.get() ? "Hide the map" : "Show the map",
        keys: "M",
        run: () => canvas.map.set(!canvas.map.get()),
      },
    ],
  };
}

/** Every port in sight that this one can be patched to: cabling by keyboard. */
export function portListMenu(canvas: CanvasController, port: PortRef): NamedMenu {
  const open = canvas.patching.portsFor(port);
  const items: MenuItem[] = open.map((end) => ({
    label: labelOf(canvas, end),
    run: () => canvas.actions.connect(port, end),
  }));
  const none: MenuItem = { label: "Nothing in sight takes this cable", disabled: true, run: () => {} };
  return { name: `Patch ${labelOf(canvas, port)} to`, items: items.length > 0 ? items : [none] };
}

function labelOf(canvas: CanvasController, port: PortRef): string {
  const entry = canvas.model.module(port.module);
  const label = entry && findSpot(entry.layout, port.side, port.port)?.port.label;
  return `${entry?.module.name ?? ""} · ${label ?? port.port}`;
}

function copyToClipboard(canvas: CanvasController): void {
  const text = canvas.actions.copy();
  if (text === undefined) return;
  navigator.clipboard
    .writeText(text)
    .catch(() => canvas.context.refuse("The browser keeps the clipboard closed to menus. Press Ctrl+C instead."));
}

function pasteFromClipboard(canvas: CanvasController): void {
  const at = canvas.pointerPlace();
  navigator.clipboard
    .readText()
    .then((text) => canvas.actions.paste(text, at))
    .catch(() => canvas.context.refuse("The browser keeps the clipboard closed to menus. Press Ctrl+V instead."));
}
