import type { MenuItem, MenuPlace } from "#controls/floating-menu.tsx";
import { onFrame } from "#controls/frame-loop.ts";
import type { Engine } from "#engine/engine.ts";
import type { LiveReadings } from "#engine/live.ts";
import type { ConnectionId, ModuleId } from "#engine/patch.ts";
import type { PreviewPort, SelectionPort, StatusPort } from "#graph/model/app-ports.ts";
import { CanvasActions } from "./canvas-actions.ts";
import { canvasMenu, portListMenu } from "./canvas-menus.ts";
import { Cell } from "./cell.ts";
import { CablePainter } from "./drawing/cable-painter.ts";
import { type Palette, readPalette } from "./drawing/palette.ts";
import { ModuleDrag } from "./gestures/module-drag.ts";
import { Patching } from "./gestures/patching.ts";
import { type Hover, PointerGestures } from "./gestures/pointer-gestures.ts";
import { hintFor, readingFor } from "./hover-words.ts";
import { type Point, type Rect, unionOf } from "./model/cable-curve.ts";
import type { PortRef } from "./model/endpoint.ts";
import { GraphModel } from "./model/graph-model.ts";
import type { CanvasContext } from "./module/canvas-context.ts";
import { ReteSurface } from "./surface/rete-surface.ts";
import type { View } from "./surface/viewport.ts";

export interface CanvasParts {
  readonly engine: Engine;
  readonly live: LiveReadings;
  readonly selection: SelectionPort;
  readonly previews: PreviewPort;
  readonly status: StatusPort;
}

export interface CanvasCallbacks {
  onOpen(module: ModuleId): void;
  onHint(text: string): void;
  onRefusal(reason: string): void;
}

export interface CanvasElements {
  /** Carries the grid. */
  readonly grid: HTMLElement;
  /** Rete's container. */
  readonly surface: HTMLElement;
  /** Cables are drawn on it. */
  readonly cables: HTMLCanvasElement;
  /** Shows a hovered cable's value. */
  readonly reading: HTMLElement;
}

export interface SearchRequest {
  /** Where what is found goes, in canvas px. */
  readonly at: Point;
  /** In px from the canvas's top left corner. */
  readonly place: Point;
  /** The port it is to be cabled to. */
  readonly from?: PortRef;
}

export interface MenuRequest {
  readonly name: string;
  readonly place: MenuPlace;
  readonly items: readonly MenuItem[];
}

const NO_CABLES: ReadonlySet<ConnectionId> = new Set();
const SEARCH_SIZE = { width: 376, height: 360 };

/** Joins snapshot, Rete, gestures and drawing for one canvas. React renders what its cells say. */
export class CanvasController {
  readonly engine: Engine;
  readonly model: GraphModel;
  readonly surface: ReteSurface;
  readonly actions: CanvasActions;
  readonly patching: Patching;
  readonly context: CanvasContext;
  readonly palette: Palette;
  readonly search = new Cell<SearchRequest | undefined>(undefined);
  readonly menu = new Cell<MenuRequest | undefined>(undefined);
  /** The selection box, in px from the canvas's top left corner. */
  readonly box = new Cell<Rect | undefined>(undefined);
  readonly map = new Cell(true);
  readonly renaming = new Cell<ModuleId | undefined>(undefined);
  spaceHeld = false;
  /** The last thing that touched the canvas was the pointer. */
  pointerUsed = false;

  readonly #elements: CanvasElements;
  readonly #parts: CanvasParts;
  readonly #callbacks: CanvasCallbacks;
  readonly #drag: ModuleDrag;
  readonly #gestures: PointerGestures;
  readonly #painter: CablePainter;
  readonly #ends: (() => void)[] = [];
  #hover: Hover = {};
  #cables: ReadonlySet<ConnectionId> = NO_CABLES;
  #reading = "";
  #dots = 0;
  /** Everything is to be shown as soon as the model has caught up with the engine. */
  #fitsNext = false;

  constructor(elements: CanvasElements, parts: CanvasParts, callbacks: CanvasCallbacks) {
    const { engine, live, selection, previews, status } = parts;
    this.#elements = elements;
    this.#parts = parts;
    this.#callbacks = callbacks;
    this.engine = engine;
    this.palette = readPalette(elements.surface);
    this.model = new GraphModel(engine);
    const refuse = (reason: string): void => callbacks.onRefusal(reason);
    this.actions = new CanvasActions(engine, this.model, selection, refuse);
    this.#drag = new ModuleDrag(engine, this.model, selection, refuse);
    this.patching = new Patching(engine, this.model, {
      candidates: () => this.#mountedEntries(),
      ports: () => this.surface.ports.all(),
      toCanvas: (x, y) => this.surface.viewport.toCanvas(x, y),
      zoom: () => this.surface.viewport.view.zoom,
      refuse,
      offerModules: (from, at) => this.#openSearchAt(at, from),
      changed: () => this.#patchingChanged(),
    });
    this.surface = new ReteSurface(elements.surface, this.model, {
      pickUp: (port) => this.patching.pickUp(port),
      hasMoved: () => this.patching.hasMoved(),
      connect: (output, input) => this.patching.connect(output, input),
      release: () => this.patching.release(),
      giveUp: () => this.patching.giveUp(),
      dragModule: (module, position) => this.#drag.moveTo(module, position),
      removeCable: (cable) => this.actions.remove([], [cable]),
      removeModule: (module) => this.actions.remove([module], []),
    });
    this.#painter = new CablePainter(elements.cables, this.model, this.surface, live, this.palette);
    this.#gestures = new PointerGestures(this.surface, this.model, selection, this.#drag, this.patching, {
      spaceHeld: () => this.spaceHeld,
      hover: (hover) => this.#hovered(hover),
      box: (rect) => this.box.set(rect && this.surface.viewport.rectToContainer(rect)),
      selectCables: (cables) => this.#selectCables(cables),
      selectedCables: () => this.#cables,
      unplug: (port) => this.actions.unplug(port),
      open: (module) => callbacks.onOpen(module),
      search: (client) => this.#openSearchAt(this.surface.viewport.toCanvas(client.x, client.y)),
      menu: (hover, client) => this.openMenu(hover, client),
    });
    this.context = {
      engine,
      model: this.model,
      live,
      selection,
      previews,
      status,
      registerPort: (element, port) => {
        const end = this.surface.ports.register(element, port);
        this.patching.markPort(element, port);
        return end;
      },
      openModuleMenu: (module, x, y) => {
        if (!selection.get().has(module)) selection.set(new Set([module]));
        this.openMenu({ module }, { x, y });
      },
      refuse,
      renaming: this.renaming,
    };
    this.#follow();
  }

  destroy(): void {
    this.#gestures.destroy();
    for (const end of this.#ends) end();
    this.model.detach();
    this.surface.destroy();
  }

  /** Shows these modules, or all. */
  fit(modules?: readonly ModuleId[]): void {
    const entries = modules?.length ? modules.map((id) => this.model.module(id)) : [...this.model.modules()];
    const rect = unionOf(entries.flatMap((entry) => (entry ? [this.model.rectOf(entry)] : [])));
    if (rect) this.surface.viewport.fit(rect);
  }

  /** Looks there from now on; undefined shows everything, also of a patch that was opened just now. */
  show(view: View | undefined): void {
    this.#fitsNext = view === undefined;
    if (view) this.surface.viewport.show(view);
  }

  /** At the pointer, or in the middle when the pointer is elsewhere. */
  pointerPlace(): Point {
    const pointer = this.#gestures.pointer;
    return pointer ? this.surface.viewport.toCanvas(pointer.x, pointer.y) : this.surface.viewport.centre();
  }

  openSearch(): void {
    this.#openSearchAt(this.pointerPlace());
  }

  openMenu(hover: Hover, place: MenuPlace): void {
    const { selection } = this.#parts;
    if (hover.module !== undefined && !selection.get().has(hover.module)) selection.set(new Set([hover.module]));
    if (hover.cable !== undefined && !this.#cables.has(hover.cable)) this.#selectCables(new Set([hover.cable]));
    this.menu.set({ place, ...canvasMenu(this, hover, place) });
  }

  listPorts(port: PortRef, place: MenuPlace): void {
    this.menu.set({ place, ...portListMenu(this, port) });
  }

  removeSelected(): void {
    this.actions.remove(this.actions.selected(), [...this.#cables]);
    this.#selectCables(NO_CABLES);
  }

  /** Escape: lets go of a cable, takes back a drag, or else selects nothing. */
  cancel(): void {
    if (this.patching.held) this.patching.cancel(() => this.surface.dropCable());
    else if (!this.#gestures.cancel()) {
      this.#selectCables(NO_CABLES);
      this.#parts.selection.set(new Set());
    }
  }

  #follow(): void {
    this.#ends.push(
      this.model.onChange((change) => {
        this.surface.follow(change);
        if (change.cablesRemoved.some((id) => this.#cables.has(id))) {
          this.#selectCables(new Set([...this.#cables].filter((id) => this.model.cable(id))));
        }
        this.#painter.invalidate();
      }),
      this.surface.viewport.onChange(() => this.#viewMoved()),
      this.#parts.selection.subscribe(() => this.#painter.invalidate()),
      onFrame(() => this.#paint()),
    );
    this.model.attach();
    const observer = new ResizeObserver(() => this.surface.measure());
    observer.observe(this.#elements.surface);
    this.#ends.push(() => observer.disconnect());
  }

  /** The grid's dots go with the view; far out they would only be noise. */
  #viewMoved(): void {
    const { x, y, zoom } = this.surface.viewport.view;
    const dots = zoom < 0.5 ? 64 * zoom : 16 * zoom;
    const { style } = this.#elements.grid;
    style.transform = `translate(${(x % dots) - 64}px, ${(y % dots) - 64}px)`;
    if (dots === this.#dots) return;
    this.#dots = dots;
    style.backgroundSize = `${dots}px ${dots}px`;
  }

  #paint(): void {
    if (this.#fitsNext && this.model.caughtUp) {
      this.#fitsNext = false;
      this.fit();
    }
    this.surface.modules.recheckIfResized();
    this.#painter.paint(
      {
        hoveredCable: this.#hover.cable,
        hoveredModule: this.#hover.module,
        selectedCables: this.#cables,
        selectedModules: this.#parts.selection.get(),
        held: this.patching.held,
      },
      performance.now(),
    );
    this.#showReading();
  }

  #showReading(): void {
    const text = readingFor(this.model, this.#parts.live, this.#hover);
    const { reading } = this.#elements;
    if (text !== this.#reading) {
      this.#reading = text;
      reading.textContent = text;
      reading.hidden = text === "";
    }
    const pointer = this.#gestures.pointer;
    if (text === "" || !pointer) return;
    const box = this.#elements.surface.getBoundingClientRect();
    reading.style.transform = `translate(${pointer.x - box.left + 12}px, ${pointer.y - box.top + 12}px)`;
  }

  #hovered(hover: Hover): void {
    const before = this.#hover;
    this.#hover = hover;
    const same =
      before.module === hover.module &&
      before.cable === hover.cable &&
      before.port?.port === hover.port?.port &&
      before.parameter === hover.parameter;
    if (same) return;
    this.#painter.invalidate();
    this.#elements.surface.style.cursor = hover.cable === undefined ? "" : "pointer";
    this.#callbacks.onHint(hintFor(this.model, hover));
  }

  #selectCables(cables: ReadonlySet<ConnectionId>): void {
    if (cables.size === 0 && this.#cables.size === 0) return;
    this.#cables = cables;
    this.#painter.invalidate();
  }

  #patchingChanged(): void {
    const { held } = this.patching;
    this.#elements.surface.toggleAttribute("data-patching", held !== undefined);
    if (!held) this.surface.forgetLooseEnd();
    for (const [element, port] of this.surface.ports.all()) {
      const target = held?.target;
      const hit = target?.module === port.module && target.side === port.side && target.port === port.port;
      if (hit !== element.hasAttribute("data-target")) element.toggleAttribute("data-target", hit);
    }
    this.#painter.invalidate();
  }

  *#mountedEntries() {
    for (const { id } of this.surface.modules.list()) {
      const entry = this.model.module(id);
      if (entry) yield entry;
    }
  }

  #openSearchAt(at: Point, from?: PortRef): void {
    const spot = this.surface.viewport.toContainer(at);
    const { width, height } = this.surface.viewport.size;
    const place = {
      x: Math.max(8, Math.min(spot.x, width - SEARCH_SIZE.width - 8)),
      y: Math.max(8, Math.min(spot.y, height - SEARCH_SIZE.height - 8)),
    };
    this.search.set({ at, place, ...(from ? { from } : {}) });
  }
}
