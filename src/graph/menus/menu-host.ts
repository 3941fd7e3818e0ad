import type { MenuItem } from "#controls/floating-menu.tsx";
import type { Engine } from "#engine/engine.ts";
import type { ModuleId } from "#engine/patch.ts";
import type { CanvasActions } from "#graph/canvas-actions.ts";
import type { CanvasSight } from "#graph/canvas-sight.ts";
import type { Cell } from "#graph/cell.ts";
import type { Patching } from "#graph/gestures/patching.ts";
import type { GraphModel } from "#graph/model/graph-model.ts";
import type { ClipboardHost } from "#graph/module-clipboard.ts";

/** A menu and what a screen reader calls it. */
export interface NamedMenu {
  readonly name: string;
  readonly items: readonly MenuItem[];
}

/** What the menus show and call. */
export interface MenuHost extends ClipboardHost {
  readonly engine: Engine;
  readonly model: GraphModel;
  readonly actions: CanvasActions;
  readonly patching: Patching;
  readonly sight: CanvasSight;
  /** Whether the map is shown. */
  readonly map: Cell<boolean>;
  /** The module whose name is being typed. */
  readonly renaming: Cell<ModuleId | undefined>;
  openSearch(): void;
  removeSelected(): void;
}
