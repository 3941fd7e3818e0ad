import type { MenuPlace } from "#controls/floating-menu.tsx";
import { onFrame } from "#controls/frame-loop.ts";
import type { Engine } from "#engine/engine.ts";
import type { ModuleId } from "#engine/patch.ts";
import { CanvasActions } from "./canvas-actions.ts";
import { CanvasDrawing } from "./canvas-drawing.ts";
import type { CanvasCallbacks, CanvasElements, CanvasParts } from "./canvas-parts.ts";
import { CanvasSight } from "./canvas-sight.ts";
import { Cell } from "./cell.ts";
import { moveDotsWith } from "./drawing/grid-dots.ts";
import { type Palette, readPalette } from "./drawing/palette.ts";
import { CableSelection } from "./gestures/cable-selection.ts";
import type { Hover } from "./gestures/hover.ts";
import { ModuleDrag } from "./gestures/module-drag.ts";
import { Patching } from "./gestures/patching.ts";
import { PointerGestures } from "./gestures/pointer-gestures.ts";
import { markTarget } from "./gestures/target-marks.ts";
import { CanvasMenus } from "./menus/canvas-menus.ts";
import type { MenuHost } from "./menus/menu-host.ts";
import type { Point, Rect } from "./model/cable-curve.ts";
import { type GraphChange, GraphModel } from "./model/graph-model.ts";
import type { CanvasContext } from "./module/canvas-context.ts";
import { CanvasSearch } from "./search/canvas-search.ts";
import { ReteSurface } from "./surface/rete-surface.ts";

/** Joins snapshot, Rete, gestures and drawing for one canvas. React renders what its cells say. */
export class CanvasController implements MenuHost {
  readonly engine: Engine;
  readonly model: GraphModel;
  readonly actions: CanvasActions;
  readonly patching: Patching;
  readonly surface: ReteSurface;
  readonly sight: CanvasSight;
  readonly search: CanvasSearch;
  readonly menus: CanvasMenus;
  readonly cables: CableSelection;
  readonly context: CanvasContext;
  readonly palette: Palette;
  /** The selection box, in px from the canvas's top left corner. */
  readonly box = new Cell<Rect | undefined>(undefined);
  readonly map = new Cell(true);
  readonly renaming = new Cell<ModuleId | undefined>(undefined);
  spaceHeld = false;
  /** The last thing that touched the canvas was the pointer. */
  pointerUsed = false;

  readonly #parts: CanvasParts;
  readonly #callbacks: CanvasCallbacks;
  readonly #drag: ModuleDrag;
  readonly #gestures: PointerGestures;
  readonly #drawing: CanvasDrawing;
  readonly #ends: (() => void)[] = [];

  constructor(elements: CanvasElements, parts: CanvasParts, callbacks: CanvasCallbacks) {
    const { engine, selection } = parts;
    this.#parts = parts;
    this.#callbacks = callbacks;
    this.engine = engine;
    this.palette = readPalette(elements.surface);
    this.model = new GraphModel(engine);
    this.cables = new CableSelection(this.model, () => this.#drawing.invalidate());
    this.actions = new CanvasActions(engine, this.model, selection, this.refuse);
    this.#drag = new ModuleDrag(engine, this.model, selection, this.refuse);
    this.patching = this.#makePatching();
    this.surface = this.#makeSurface(elements.surface);
    this.sight = new CanvasSight(this.model, this.surface.viewport);
    this.search = new CanvasSearch(this.surface.viewport);
    this.menus = new CanvasMenus(this);
    this.#drawing = new CanvasDrawing(this, elements, parts, callbacks);
    this.#gestures = this.#makeGestures();
    this.context = this.#makeContext();
    this.#follow(elements);
  }

  destroy(): void {
    this.#gestures.destroy();
    for (const end of this.#ends) end();
    this.model.detach();
    this.surface.destroy();
  }

  readonly refuse = (reason: string): void => this.#callbacks.onRefusal(reason);

  /** At the pointer, or in the middle when the pointer is elsewhere. */
  pointerPlace(): Point {
    const { pointer } = this.#gestures;
    const { viewport } = this.surface;
    return pointer ? viewport.toCanvas(pointer.x, pointer.y) : viewport.centre();
  }

  openSearch(): void {
    this.search.open(this.pointerPlace());
  }

  /** Opens the menu of what is hovered, and selects that. */
  openMenu(hover: Hover, place: MenuPlace): void {
    const { selection } = this.#parts;
    if (hover.module !== undefined && !selection.get().has(hover.module)) selection.set(new Set([hover.module]));
    if (hover.cable !== undefined && !this.cables.get().has(hover.cable)) this.cables.set(new Set([hover.cable]));
    this.menus.open(hover, place);
  }

  removeSelected(): void {
    this.actions.remove(this.actions.selected(), [...this.cables.get()]);
    this.cables.clear();
  }

  /** Escape: lets go of a cable, takes back a drag, or else selects nothing. */
  cancel(): void {
    if (this.patching.held) this.patching.cancel(() => this.surface.dropCable());
    else if (!this.#gestures.cancel()) {
      this.cables.clear();
      this.#parts.selection.set(new Set());
    }
  }

  #makePatching(): Patching {
    return new Patching(this.engine, this.model, {
      candidates: () => this.surface.modules.entries(),
      ports: () => this.surface.ports.all(),
      toCanvas: (x, y) => this.surface.viewport.toCanvas(x, y),
      zoom: () => this.surface.viewport.view.zoom,
      refuse: this.refuse,
      offerModules: (from, at) => this.search.open(at, from),
      changed: () => this.#patchingChanged(),
    });
  }

  #makeSurface(container: HTMLElement): ReteSurface {
    return new ReteSurface(container, this.model, this.patching, {
      dragModule: (module, position) => this.#drag.moveTo(module, position),
      removeCable: (cable) => this.actions.remove([], [cable]),
      removeModule: (module) => this.actions.remove([module], []),
    });
  }

  #makeGestures(): PointerGestures {
    const { viewport } = this.surface;
    return new PointerGestures(this, this.#parts.selection, this.#drag, {
      spaceHeld: () => this.spaceHeld,
      hover: (hover) => this.#drawing.hover(hover),
      box: (rect) => this.box.set(rect && viewport.rectToContainer(rect)),
      unplug: (port) => this.actions.unplug(port),
      open: (module) => this.#callbacks.onOpen(module),
      search: (client) => this.search.open(viewport.toCanvas(client.x, client.y)),
      menu: (hover, client) => this.openMenu(hover, client),
    });
  }

  #makeContext(): CanvasContext {
    return {
      ...this.#parts,
      model: this.model,
      registerPort: (element, port) => {
        const end = this.surface.ports.register(element, port);
        this.patching.markPort(element, port);
        return end;
      },
      openModuleMenu: (module, x, y) => this.openMenu({ module }, { x, y }),
      refuse: this.refuse,
      renaming: this.renaming,
    };
  }

  #follow({ grid, surface }: CanvasElements): void {
    this.#ends.push(
      this.model.onChange((change) => this.#changed(change)),
      moveDotsWith(this.surface.viewport, grid),
      this.#parts.selection.subscribe(() => this.#drawing.invalidate()),
      onFrame(() => this.#paint()),
    );
    this.model.attach();
    const observer = new ResizeObserver(() => this.surface.measure());
    observer.observe(surface);
    this.#ends.push(() => observer.disconnect());
  }

  #changed(change: GraphChange): void {
    this.surface.follow(change);
    this.cables.dropRemoved(change.cablesRemoved);
    this.#drawing.invalidate();
  }

  #paint(): void {
    this.sight.catchUp();
    this.surface.modules.recheckIfResized();
    this.#drawing.paint(this.#gestures.pointer);
  }

  #patchingChanged(): void {
    const { held } = this.patching;
    this.surface.container.toggleAttribute("data-patching", held !== undefined);
    if (!held) this.surface.forgetLooseEnd();
    markTarget(this.surface.ports, held);
    this.#drawing.invalidate();
  }
}
