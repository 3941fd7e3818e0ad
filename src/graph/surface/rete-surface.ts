import { ClassicPreset, NodeEditor } from "rete";
import { AreaPlugin } from "rete-area-plugin";
import { ConnectionPlugin } from "rete-connection-plugin";
import type { ConnectionId, ModuleId, Position } from "#engine/patch.ts";
import { overlaps, type Point, type Rect } from "#graph/model/cable-curve.ts";
import type { PortRef } from "#graph/model/endpoint.ts";
import type { GraphChange, GraphModel, ModuleEntry } from "#graph/model/graph-model.ts";
import { CableFlow, type CableFlowHost } from "./cable-flow.ts";
import { type CableLink, type GraphSchemes, makeLink, type SocketSignal } from "./rete-schemes.ts";

/** What Rete's gestures are turned into; every one of them is vetoed in Rete and comes back with the next snapshot. */
export interface SurfaceHost extends CableFlowHost {
  /** A module was dragged to a place it doesn't have in the snapshot. */
  dragModule(module: ModuleId, position: Position): void;
  removeCable(cable: ConnectionId): void;
  removeModule(module: ModuleId): void;
}

export interface View {
  /** The canvas point at the container's top left corner is (−x/zoom, −y/zoom). */
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface MountedModule {
  readonly id: ModuleId;
  readonly element: HTMLElement;
}

export const MIN_ZOOM = 0.1;
export const MAX_ZOOM = 2;
/** Below it modules are drawn, not mounted. */
export const DETAIL_ZOOM = 0.4;
/** Modules this far outside the window are kept mounted, in screen px … */
const MARGIN = 96;
/** … and looked at again whenever the view has moved by this much. */
const RECHECK = 64;

/**
 * Rete's editor, area and cable gestures over the snapshot. Rete holds a node and a cable for each in the snapshot and no others;
 * only modules in sight get a view. Rendering is ours: it mounts into the elements {@link mounted} lists and draws the rest.
 */
export class ReteSurface {
  readonly container: HTMLElement;
  readonly #model: GraphModel;
  readonly #host: SurfaceHost;
  readonly #editor = new NodeEditor<GraphSchemes>();
  readonly #area: AreaPlugin<GraphSchemes, SocketSignal>;
  readonly #cables = new ConnectionPlugin<GraphSchemes, SocketSignal>();
  readonly #mountListeners = new Set<() => void>();
  readonly #viewListeners = new Set<() => void>();
  #mounted: readonly MountedModule[] = [];
  readonly #views = new Map<ModuleId, HTMLElement>();
  #checked: View = { x: Number.NaN, y: 0, zoom: 0 };
  #size = { width: 0, height: 0 };
  #front = 1;
  #destroyed = false;
  /** The far end of the cable being dragged, while one is. */
  #loose: Point | undefined;
  #recheckPending = false;
  #held: "view" | "module" | undefined;
  readonly #ports = new Map<HTMLElement, PortRef>();

  constructor(container: HTMLElement, model: GraphModel, host: SurfaceHost) {
    this.container = container;
    this.#model = model;
    this.#host = host;
    this.#editor.addPipe((context) => (this.#allows(context) ? context : undefined));
    this.#area = new AreaPlugin<GraphSchemes, SocketSignal>(container);
    this.#area.area.setDragHandler(null);
    this.#area.addPipe((context) => {
      if (context.type === "nodetranslate") return this.#allowsPlace(context.data) ? context : undefined;
      if (context.type === "zoom") {
        if (context.data.source === "dblclick") return undefined;
        context.data.zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, context.data.zoom));
      }
      if (context.type === "translated" || context.type === "zoomed") this.#viewMoved();
      if (context.type === "render" && context.data.type === "connection") {
        context.data.element.remove();
        this.#loose = context.data.end ?? context.data.start;
      }
      return context;
    });
    this.#cables.addPreset(() => new CableFlow(host));
    this.#editor.use(this.#area);
    this.#area.use(this.#cables);
    this.measure();
    for (const entry of model.modules()) this.#addNode(entry.id);
    for (const cable of model.cables()) this.#addLink(cable.id);
    this.recheck();
  }

  destroy(): void {
    this.#destroyed = true;
    this.#views.clear();
    this.#mounted = [];
    this.#area.destroy();
    this.#area.area.content.holder.remove();
  }

  get view(): View {
    const { x, y, k } = this.#area.area.transform;
    return { x, y, zoom: k };
  }
  get size(): { readonly width: number; readonly height: number } {
    return this.#size;
  }
  /** The part of the canvas in sight, grown by `margin` screen px. */
  visible(margin = 0): Rect {
    const { x, y, zoom } = this.view;
    return {
      x: (-x - margin) / zoom,
      y: (-y - margin) / zoom,
      width: (this.#size.width + 2 * margin) / zoom,
      height: (this.#size.height + 2 * margin) / zoom,
    };
  }
  toCanvas(clientX: number, clientY: number): Point {
    const box = this.container.getBoundingClientRect();
    const { x, y, zoom } = this.view;
    return { x: (clientX - box.left - x) / zoom, y: (clientY - box.top - y) / zoom };
  }
  /** In px from the container's top left corner. */
  toContainer(point: Point): Point {
    const { x, y, zoom } = this.view;
    return { x: point.x * zoom + x, y: point.y * zoom + y };
  }

  /** While something is dragged the modules hear nothing, and while it is the view they move as one picture: both spare the page work. */
  setHeld(held: "view" | "module" | undefined): void {
    this.#held = held;
    const { style } = this.#area.area.content.holder;
    style.pointerEvents = held ? "none" : "";
    style.willChange = held === "view" ? "transform" : "";
  }

  /** Whether a hand drags the view right now. */
  get viewHeld(): boolean {
    return this.#held === "view";
  }

  panTo(x: number, y: number): void {
    void this.#area.area.translate(x, y);
  }
  /** Scales around a point given in px from the container's top left corner. */
  zoomBy(factor: number, at: Point): void {
    const { x, y, zoom } = this.view;
    const next = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom * factor));
    this.show({ zoom: next, x: at.x - ((at.x - x) / zoom) * next, y: at.y - ((at.y - y) / zoom) * next });
  }
  show(view: View): void {
    this.#area.area.transform.k = view.zoom;
    void this.#area.area.translate(view.x, view.y);
  }
  /** Brings a rectangle of the canvas into sight, as large as fits, never larger than life. */
  fit(rect: Rect, padding = 48): void {
    const { width, height } = this.#size;
    if (width === 0 || height === 0) return;
    const fits = Math.min((width - 2 * padding) / rect.width, (height - 2 * padding) / rect.height, 1);
    const zoom = Math.max(MIN_ZOOM, fits);
    this.show({
      zoom,
      x: (width - rect.width * zoom) / 2 - rect.x * zoom,
      y: (height - rect.height * zoom) / 2 - rect.y * zoom,
    });
  }

  /** Reads the container's size anew. */
  measure(): void {
    this.#size = { width: this.container.clientWidth, height: this.container.clientHeight };
    this.#checked = { x: Number.NaN, y: 0, zoom: 0 };
    this.#tellView();
  }
  /** Mounts and unmounts for a new size, once a frame at most. */
  recheckIfResized(): void {
    if (this.#checked.zoom === 0) this.recheck();
  }

  mounted(): readonly MountedModule[] {
    return this.#mounted;
  }
  elementOf(module: ModuleId): HTMLElement | undefined {
    return this.#views.get(module);
  }
  onMounted(listener: () => void): () => void {
    this.#mountListeners.add(listener);
    return () => this.#mountListeners.delete(listener);
  }
  onView(listener: () => void): () => void {
    this.#viewListeners.add(listener);
    return () => this.#viewListeners.delete(listener);
  }
  get loose(): Point | undefined {
    return this.#loose;
  }
  forgetLoose(): void {
    this.#loose = undefined;
  }
  /** Drops the cable in the hand without connecting it. */
  dropCable(): void {
    this.#cables.drop();
    this.#loose = undefined;
  }

  bringToFront(module: ModuleId): void {
    const element = this.#views.get(module);
    if (element) element.style.zIndex = String(++this.#front);
  }

  /** Tells Rete where a port's element is, so that cable gestures can begin and end on it. Returns the function that forgets it. */
  registerPort(element: HTMLElement, port: PortRef): () => void {
    const data = { nodeId: String(port.module), side: port.side, key: port.port, element, type: "socket" } as const;
    this.#ports.set(element, port);
    void this.#area.emit({ type: "render", data });
    return () => {
      this.#ports.delete(element);
      if (!this.#destroyed) void this.#area.emit({ type: "unmount", data: { element } });
    };
  }
  ports(): ReadonlyMap<HTMLElement, PortRef> {
    return this.#ports;
  }

  /** Takes over what changed in the snapshot. */
  follow(change: GraphChange): void {
    for (const id of change.cablesRemoved) {
      if (this.#editor.getConnection(String(id))) void this.#editor.removeConnection(String(id));
    }
    for (const id of change.removed) {
      this.#unmount(id);
      if (this.#editor.getNode(String(id))) void this.#editor.removeNode(String(id));
    }
    for (const id of change.added) this.#addNode(id);
    for (const id of change.cablesAdded) this.#addLink(id);
    for (const id of change.moved) {
      const entry = this.#model.module(id);
      if (entry && this.#views.has(id)) void this.#area.translate(String(id), entry.position);
    }
    if (change.added.length + change.removed.length + change.moved.length > 0) this.recheck();
  }

  /** Mounts what has come into sight and unmounts what has left it. */
  recheck(): void {
    if (this.#destroyed) return;
    this.#checked = this.view;
    const sight = this.visible(MARGIN);
    const detailed = this.#checked.zoom >= DETAIL_ZOOM;
    let changed = false;
    const focused = this.container.ownerDocument.activeElement;
    for (const entry of this.#model.modules()) {
      const seen = detailed && overlaps(this.#model.rectOf(entry), sight);
      const element = this.#views.get(entry.id);
      if (seen && !element) {
        this.#mount(entry);
        changed = true;
      } else if (!seen && element && !(detailed && element.contains(focused))) {
        this.#unmount(entry.id);
        changed = true;
      }
    }
    if (changed || this.#mounted.length !== this.#views.size) this.#publish();
  }

  #mount(entry: ModuleEntry): void {
    const node = this.#editor.getNode(String(entry.id));
    if (!node) return;
    const view = this.#area.addNodeView(node);
    view.element.style.position = "absolute";
    this.#views.set(entry.id, view.element);
    void view.translate(entry.position.x, entry.position.y);
  }

  #unmount(id: ModuleId): void {
    if (!this.#views.delete(id)) return;
    this.#area.removeNodeView(String(id));
  }

  #publish(): void {
    this.#mounted = [...this.#views].map(([id, element]) => ({ id, element }));
    for (const listener of [...this.#mountListeners]) listener();
  }

  #viewMoved(): void {
    const { x, y, zoom } = this.view;
    const far = !(Math.abs(x - this.#checked.x) < RECHECK && Math.abs(y - this.#checked.y) < RECHECK);
    if (far || zoom !== this.#checked.zoom) this.recheck();
    this.#tellView();
  }
  #tellView(): void {
    for (const listener of [...this.#viewListeners]) listener();
  }

  #addNode(id: ModuleId): void {
    const node = new ClassicPreset.Node("");
    node.id = String(id);
    // Rete lets its pipes veto, so a node is there only later: it can be mounted from then on.
    void this.#editor.addNode(node).then(() => this.#recheckOnce());
  }

  /** However many nodes came in together, they are looked at once. */
  #recheckOnce(): void {
    if (this.#recheckPending) return;
    this.#recheckPending = true;
    queueMicrotask(() => {
      this.#recheckPending = false;
      this.recheck();
    });
  }
  #addLink(id: ConnectionId): void {
    const connection = this.#model.cable(id)?.connection;
    if (!connection) return;
    const output = { ...connection.from, side: "output" } as const;
    const input = { ...connection.to, side: "input" } as const;
    void this.#editor.addConnection(makeLink(String(id), output, input));
  }

  /** Rete may hold exactly what the snapshot holds; anything else is a gesture and becomes a command. */
  #allows(context: { type: string; data?: unknown }): boolean {
    const id = (context.data as { id?: string } | undefined)?.id ?? "";
    switch (context.type) {
      case "connectioncreate": {
        if (this.#model.cable(Number(id))) return true;
        const link = context.data as CableLink;
        this.#host.connect(
          { module: Number(link.source), side: "output", port: String(link.sourceOutput) },
          { module: Number(link.target), side: "input", port: String(link.targetInput) },
        );
        return false;
      }
      case "connectionremove":
        if (!this.#model.cable(Number(id))) return true;
        this.#host.removeCable(Number(id));
        return false;
      case "noderemove":
        if (!this.#model.module(Number(id))) return true;
        this.#host.removeModule(Number(id));
        return false;
      // Views are made for what is in sight only, so the area must not make one for every node.
      case "nodecreated":
      case "noderemoved":
      case "connectioncreated":
      case "connectionremoved":
        return false;
      default:
        return true;
    }
  }

  #allowsPlace(data: { id: string; position: Position }): boolean {
    const place = this.#model.module(Number(data.id))?.position;
    if (place && place.x === data.position.x && place.y === data.position.y) return true;
    this.#host.dragModule(Number(data.id), data.position);
    return false;
  }
}
