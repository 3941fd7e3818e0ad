import type { ConnectionId } from "#engine/patch.ts";
import type { Hover } from "#graph/gestures/hover.ts";
import type { PortRef } from "#graph/model/endpoint.ts";
import { portName } from "#graph/model/port-name.ts";
import { copyModules, pasteModules } from "#graph/module-clipboard.ts";
import type { MenuHost, NamedMenu } from "./menu-host.ts";

/** What a right click offers on a port, a module, a cable or the empty canvas. */
export function hoverMenu(canvas: MenuHost, hover: Hover, listPorts: (port: PortRef) => void): NamedMenu {
  if (hover.port) return portMenu(canvas, hover.port, listPorts);
  if (hover.module !== undefined) return moduleMenu(canvas);
  if (hover.cable !== undefined) return cableMenu(canvas, hover.cable);
  return emptyMenu(canvas);
}

function portMenu(canvas: MenuHost, port: PortRef, listPorts: (port: PortRef) => void): NamedMenu {
  const cables = canvas.actions.cablesAt(port).length;
  return {
    name: `Port ${portName(canvas.model, port)}`,
    items: [
      { label: "Patch to …", keys: "C", run: () => listPorts(port) },
      {
        label: cables > 1 ? `Unplug ${cables} cables` : "Unplug",
        keys: "Alt click",
        disabled: cables === 0,
        run: () => canvas.actions.unplug(port),
      },
    ],
  };
}

function moduleMenu(canvas: MenuHost): NamedMenu {
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
      { label: "Copy", keys: "Ctrl C", divides: true, run: () => copyModules(canvas) },
      {
        label: "Unplug all cables",
        disabled: !selected.some((id) => (canvas.engine.snapshot().patch.connectionsOf.get(id)?.length ?? 0) > 0),
        run: () => {
          const { connectionsOf } = canvas.engine.snapshot().patch;
          actions.remove([], [...new Set(selected.flatMap((id) => connectionsOf.get(id) ?? []))]);
        },
      },
      { label: "Show in full", keys: "F", run: () => canvas.sight.fit(selected) },
      { label: "Remove", keys: "Delete", divides: true, run: () => canvas.removeSelected() },
    ],
  };
}

function cableMenu(canvas: MenuHost, cable: ConnectionId): NamedMenu {
  const active = canvas.model.cable(cable)?.connection.active ?? true;
  return {
    name: "Cable",
    items: [
      { label: active ? "Switch off" : "Switch on", run: () => canvas.actions.toggleCable(cable) },
      { label: "Unplug", keys: "Delete", run: () => canvas.removeSelected() },
    ],
  };
}

function emptyMenu(canvas: MenuHost): NamedMenu {
  return {
    name: "Canvas",
    items: [
      { label: "Add a module", keys: "Tab", run: () => canvas.openSearch() },
      { label: "Paste", keys: "Ctrl V", run: () => pasteModules(canvas) },
      { label: "Select all", keys: "Ctrl A", divides: true, run: () => canvas.actions.selectAll() },
      { label: "Show all", keys: "Home", run: () => canvas.sight.fit() },
      {
        label: canvas.map.get() ? "Hide the map" : "Show the map",
        keys: "M",
        run: () => canvas.map.set(!canvas.map.get()),
      },
    ],
  };
}
