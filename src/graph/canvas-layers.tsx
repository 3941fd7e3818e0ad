import { useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { FloatingMenu } from "#controls/floating-menu.tsx";
import type { CanvasController } from "./canvas-controller.ts";
import type { Cell } from "./cell.ts";
import { Minimap } from "./minimap.tsx";
import { CanvasProvider } from "./module/canvas-context.ts";
import { ModuleView } from "./module/module-view.tsx";
import styles from "./patch-canvas.module.css";
import type { SearchPreset } from "./search/search-entries.ts";
import { SearchLayer } from "./search/search-layer.tsx";
import type { MountedModules } from "./surface/mounted-modules.ts";

export interface CanvasLayersProps {
  readonly controller: CanvasController;
  readonly presets: readonly SearchPreset[];
}

/** What lies over the drawn cables: modules, box, map, search and menu. */
export function CanvasLayers({ controller, presets }: CanvasLayersProps) {
  const { context, search, menus, surface } = controller;
  const box = useCell(controller.box);
  const request = useCell(search.request);
  const menu = useCell(menus.request);
  const map = useCell(controller.map);
  const closeSearch = (): void => {
    search.close();
    surface.container.focus({ preventScroll: true });
  };
  return (
    <CanvasProvider value={context}>
      <ModuleLayer modules={surface.modules} />
      {box ? (
        <div className={styles.box} style={{ left: box.x, top: box.y, width: box.width, height: box.height }} />
      ) : null}
      {map ? <Minimap controller={controller} /> : null}
      {request ? (
        <SearchLayer
          engine={controller.engine}
          actions={controller.actions}
          presets={presets}
          request={request}
          onClose={closeSearch}
        />
      ) : null}
      {menu ? <FloatingMenu {...menu} onClose={() => menus.close()} /> : null}
    </CanvasProvider>
  );
}

/** Each module in sight is a portal into the element Rete moves about. */
function ModuleLayer({ modules }: { readonly modules: MountedModules }) {
  const mounted = useSyncExternalStore(
    (listener) => modules.onChange(listener),
    () => modules.list(),
  );
  return mounted.map(({ id, element }) => createPortal(<ModuleView id={id} />, element, String(id)));
}

const useCell = <T,>(cell: Cell<T>): T => useSyncExternalStore(cell.subscribe, cell.get);
