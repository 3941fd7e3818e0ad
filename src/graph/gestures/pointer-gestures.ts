import type { ModuleId } from "#engine/patch.ts";
import type { SelectionPort } from "#graph/model/app-ports.ts";
import { overlaps, type Point, type Rect } from "#graph/model/cable-curve.ts";
import type { PortRef } from "#graph/model/endpoint.ts";
import type { GraphModel } from "#graph/model/graph-model.ts";
import type { ReteSurface } from "#graph/surface/rete-surface.ts";
import type { CableSelection } from "./cable-selection.ts";
import { HitTest } from "./hit-test.ts";
import type { Hover } from "./hover.ts";
import type { ModuleDrag } from "./module-drag.ts";
import type { Patching } from "./patching.ts";
import { PointerPress } from "./pointer-press.ts";

/** The canvas the pointer is on. */
export interface GestureCanvas {
  readonly surface: ReteSurface;
  readonly model: GraphModel;
  readonly patching: Patching;
  readonly cables: CableSelection;
}

export interface GestureHost {
  spaceHeld(): boolean;
  hover(hover: Hover): void;
  /** The rectangle being drawn, in canvas px. */
  box(rect: Rect | undefined): void;
  unplug(port: PortRef): void;
  open(module: ModuleId): void;
  search(client: Point): void;
  menu(hover: Hover, client: Point): void;
}

const MOVED_PIXELS = 4;

/** Selecting, moving, panning and menus by pointer. Cables are Rete's: presses on ports pass through to it. */
export class PointerGestures {
  readonly #surface: ReteSurface;
  readonly #model: GraphModel;
  readonly #selection: SelectionPort;
  readonly #drag: ModuleDrag;
  readonly #patching: Patching;
  readonly #host: GestureHost;
  readonly #cables: CableSelection;
  readonly #hits: HitTest;
  readonly #press: PointerPress;
  readonly #ends: (() => void)[] = [];
  #rightPressed = false;
  /** Where the pointer was last, in window px. */
  pointer: Point | undefined;

  constructor(canvas: GestureCanvas, selection: SelectionPort, drag: ModuleDrag, host: GestureHost) {
    const { surface, model } = canvas;
    this.#surface = surface;
    this.#model = model;
    this.#selection = selection;
    this.#drag = drag;
    this.#patching = canvas.patching;
    this.#cables = canvas.cables;
    this.#host = host;
    this.#hits = new HitTest(surface, model);
    const page = surface.container.ownerDocument.defaultView ?? window;
    this.#press = new PointerPress(page, () => drag.active && this.cancel());
    const { container } = surface;
    this.#on(container, "pointerdown", (event) => this.#down(event as PointerEvent), true);
    this.#on(container, "pointermove", (event) => this.#move(event as PointerEvent), true);
    this.#on(container, "pointerleave", () => {
      this.pointer = undefined;
      host.hover({});
    });
    this.#on(container, "dblclick", (event) => this.#doubleClick(event as MouseEvent));
    this.#on(container, "contextmenu", (event) => this.#contextMenu(event as MouseEvent));
    this.#on(container, "wheel", (event) => this.#wheel(event as WheelEvent), true);
  }

  destroy(): void {
    this.#drag.end();
    this.#press.end();
    for (const end of this.#ends) end();
  }

  /** Ends whatever the pointer is doing as if it had never begun. */
  cancel(): boolean {
    this.#surface.viewport.setHeld(undefined);
    const busy = this.#press.active || this.#drag.active;
    this.#drag.cancel();
    this.#press.end();
    this.#host.box(undefined);
    return busy;
  }

  #on(target: EventTarget, type: string, listener: (event: Event) => void, capture = false): void {
    target.addEventListener(type, listener, { capture, passive: false });
    this.#ends.push(() => target.removeEventListener(type, listener, { capture }));
  }

  #down(event: PointerEvent): void {
    const target = event.target as Element;
    const control = target.closest("[data-control]");
    const pans = event.button === 1 || event.button === 2 || (event.button === 0 && this.#host.spaceHeld());
    if (pans) {
      if (!control) this.#pan(event, target);
      return;
    }
    if (event.button !== 0) return;
    const port = this.#hits.portAt(target);
    if (port) {
      if (event.altKey) {
        event.stopPropagation();
        this.#host.unplug(port);
      } else this.#patching.pressed({ x: event.clientX, y: event.clientY }, event.ctrlKey || event.metaKey);
      return;
    }
    if (this.#patching.held) return;
    const module = this.#hits.mountedAt(target);
    if (module !== undefined) {
      this.#surface.modules.bringToFront(module);
      if (control) {
        if (!this.#selection.get().has(module)) this.#select(new Set([module]));
      } else this.#pressModule(event, module, true);
      return;
    }
    this.#surface.container.focus({ preventScroll: true });
    this.#pressCanvas(event);
  }

  #pressCanvas(event: PointerEvent): void {
    const at = this.#surface.viewport.toCanvas(event.clientX, event.clientY);
    const drawn = this.#hits.drawnAt(at);
    if (drawn !== undefined) {
      this.#pressModule(event, drawn, false);
      return;
    }
    const cable = this.#hits.cableAt(at);
    if (cable !== undefined) {
      const chosen = event.shiftKey ? toggled(this.#cables.get(), cable) : new Set([cable]);
      if (!event.shiftKey) this.#selection.set(new Set());
      this.#cables.set(chosen);
      return;
    }
    this.#drawBox(event, at);
  }

  #pressModule(event: PointerEvent, module: ModuleId, mounted: boolean): void {
    const selected = this.#selection.get();
    const alone = selected.has(module) && !event.shiftKey && selected.size > 1;
    if (event.shiftKey) this.#select(toggled(selected, module), true);
    else if (!selected.has(module)) this.#select(new Set([module]));
    else this.#cables.clear();
    this.#drag.press(module, event.altKey);
    const start = { x: event.clientX, y: event.clientY };
    this.#press.follow({
      move: (move) => {
        // A mounted module's movement comes from Rete, which asks for each place and is told to wait for the snapshot.
        if (mounted) {
          if (this.#drag.active) this.#surface.viewport.setHeld("module");
          return;
        }
        const { zoom } = this.#surface.viewport.view;
        this.#drag.moveBy({ x: (move.clientX - start.x) / zoom, y: (move.clientY - start.y) / zoom });
      },
      up: () => {
        const moved = this.#drag.active;
        this.#surface.viewport.setHeld(undefined);
        this.#drag.end();
        if (alone && !moved) this.#select(new Set([module]));
      },
    });
  }

  #drawBox(event: PointerEvent, start: Point): void {
    const before = event.shiftKey ? this.#selection.get() : new Set<ModuleId>();
    if (!event.shiftKey) this.#select(new Set());
    this.#press.follow({
      move: (move) => {
        const end = this.#surface.viewport.toCanvas(move.clientX, move.clientY);
        const rect = {
          x: Math.min(start.x, end.x),
          y: Math.min(start.y, end.y),
          width: Math.abs(end.x - start.x),
          height: Math.abs(end.y - start.y),
        };
        const { zoom } = this.#surface.viewport.view;
        if (Math.max(rect.width, rect.height) * zoom < MOVED_PIXELS) return;
        this.#host.box(rect);
        const inside = [...this.#model.modules()].filter((entry) => overlaps(this.#model.rectOf(entry), rect));
        this.#select(new Set([...before, ...inside.map(({ id }) => id)]), true);
      },
      up: () => this.#host.box(undefined),
    });
  }

  #pan(event: PointerEvent, target: Element): void {
    event.preventDefault();
    event.stopPropagation();
    const right = event.button === 2;
    this.#rightPressed = right;
    const { x, y } = this.#surface.viewport.view;
    const start = { x: event.clientX, y: event.clientY };
    let moved = false;
    this.#press.follow({
      // The modules need not hear of it, and Rete would measure the page at every move.
      quiet: true,
      move: (move) => {
        const dx = move.clientX - start.x;
        const dy = move.clientY - start.y;
        if (!moved && Math.hypot(dx, dy) < MOVED_PIXELS) return;
        if (!moved) this.#surface.viewport.setHeld("view");
        moved = true;
        this.#surface.viewport.panTo(x + dx, y + dy);
      },
      up: (up) => {
        this.#surface.viewport.setHeld(undefined);
        if (right && !moved && up.type === "pointerup") this.#host.menu(this.#hits.under(target, start), start);
      },
    });
  }

  #move(event: PointerEvent): void {
    const client = { x: event.clientX, y: event.clientY };
    this.pointer = client;
    if (this.#patching.held) this.#patching.follow(client);
    if (this.#press.active || event.buttons !== 0) return;
    const target = event.target as Element;
    this.#host.hover(this.#hits.under(target, client));
  }

  #doubleClick(event: MouseEvent): void {
    const target = event.target as Element;
    if (target.closest("[data-control], [data-port]")) return;
    const client = { x: event.clientX, y: event.clientY };
    const { module } = this.#hits.under(target, client);
    if (module === undefined) this.#host.search(client);
    else this.#host.open(module);
  }

  #contextMenu(event: MouseEvent): void {
    const target = event.target as Element;
    if (target.closest("input, textarea")) return;
    event.preventDefault();
    // With a right button the menu waits for its release: until then it may be a pan.
    if (this.#rightPressed) {
      this.#rightPressed = false;
      return;
    }
    const client = { x: event.clientX, y: event.clientY };
    this.#host.menu(this.#hits.under(target, client), client);
  }

  #wheel(event: WheelEvent): void {
    if (!event.shiftKey || event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { x, y } = this.#surface.viewport.view;
    this.#surface.viewport.panTo(x - (event.deltaX || event.deltaY), y - (event.deltaX ? event.deltaY : 0));
  }

  #select(modules: ReadonlySet<ModuleId>, keepCables = false): void {
    if (!keepCables) this.#cables.clear();
    this.#selection.set(modules);
  }
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
