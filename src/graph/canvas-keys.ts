import type { ModuleId } from "#engine/patch.ts";
import type { CanvasController } from "./canvas-controller.ts";
import type { KeyActions } from "./key-map.ts";

/** What the canvas's keys do, on whatever has the focus. */
export function canvasKeys(canvas: CanvasController, open: (module: ModuleId) => void): KeyActions {
  const { actions, surface } = canvas;
  return {
    remove: () => canvas.removeSelected(),
    selectAll: () => actions.selectAll(),
    duplicate: () => actions.duplicate(),
    bypass: () => actions.bypass(),
    nudge: (x, y) => actions.nudge({ x, y }),
    rename: () => canvas.renaming.set(actions.selected()[0]),
    fit: (all) => canvas.sight.fit(all ? undefined : actions.selected()),
    toggleMap: () => canvas.map.set(!canvas.map.get()),
    search: () => canvas.openSearch(),
    tabSearches: () => canvas.pointerUsed && (focused() === surface.container || focusedModule() !== undefined),
    listPorts() {
      const element = focused();
      const port = element && surface.ports.all().get(element);
      if (!element || !port) return false;
      const box = element.getBoundingClientRect();
      canvas.menus.listPorts(port, { x: box.right, y: box.bottom });
      return true;
    },
    open() {
      const module = focusedModule();
      if (module === undefined) return false;
      open(module);
      return true;
    },
    cancel: () => canvas.cancel(),
  };
}

function focused(): HTMLElement | undefined {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement ? activeElement : undefined;
}

/** The module whose frame itself has the focus, not one of its controls. */
function focusedModule(): ModuleId | undefined {
  const id = focused()?.dataset.module;
  return id === undefined ? undefined : Number(id);
}
