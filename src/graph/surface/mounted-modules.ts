import type { NodeEditor } from "rete";
import type { AreaPlugin } from "rete-area-plugin";
import type { ModuleId } from "#engine/patch.ts";
import { overlaps } from "#graph/model/cable-curve.ts";
import type { GraphModel, ModuleEntry } from "#graph/model/graph-model.ts";
import type { GraphSchemes, SocketSignal } from "./rete-schemes.ts";
import type { View, Viewport } from "./viewport.ts";

export interface MountedModule {
  readonly id: ModuleId;
  /** The element Rete moves about; what is rendered into it is ours. */
  readonly element: HTMLElement;
}

/** Below it modules are drawn, not mounted. */
export const DETAIL_ZOOM = 0.4;
/** Modules this far outside the window are kept mounted, in screen px … */
const MARGIN = 96;
/** … and looked at again whenever the view has moved by this much. */
const RECHECK = 64;
const NEVER: View = { x: Number.NaN, y: 0, zoom: 0 };

/** The modules that have an element: those in sight, while they are large enough to be read. */
export class MountedModules {
  readonly #editor: NodeEditor<GraphSchemes>;
  readonly #area: AreaPlugin<GraphSchemes, SocketSignal>;
  readonly #model: GraphModel;
  readonly #viewport: Viewport;
  readonly #elements = new Map<ModuleId, HTMLElement>();
  readonly #listeners = new Set<() => void>();
  #list: readonly MountedModule[] = [];
  /** The view of the last look at what is in sight. */
  #checked = NEVER;
  #front = 1;
  #recheckPending = false;
  #destroyed = false;

  constructor(
    editor: NodeEditor<GraphSchemes>,
    area: AreaPlugin<GraphSchemes, SocketSignal>,
    model: GraphModel,
    viewport: Viewport,
  ) {
    this.#editor = editor;
    this.#area = area;
    this.#model = model;
    this.#viewport = viewport;
  }

  destroy(): void {
    this.#destroyed = true;
    this.#elements.clear();
    this.#list = [];
  }

  /** The same list until another module is mounted or unmounted. */
  list(): readonly MountedModule[] {
    return this.#list;
  }
  /** What is mounted, as the model has it. */
  *entries(): Iterable<ModuleEntry> {
    for (const id of this.#elements.keys()) {
      const entry = this.#model.module(id);
      if (entry) yield entry;
    }
  }
  elementOf(module: ModuleId): HTMLElement | undefined {
    return this.#elements.get(module);
  }
  /** Calls back when another module is mounted or unmounted. Returns the function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  bringToFront(module: ModuleId): void {
    const element = this.#elements.get(module);
    if (element) element.style.zIndex = String(++this.#front);
  }

  /** Puts a mounted module where the snapshot has it. */
  place(id: ModuleId): void {
    const entry = this.#model.module(id);
    if (entry && this.#elements.has(id)) void this.#area.translate(String(id), entry.position);
  }

  unmount(id: ModuleId): void {
    if (!this.#elements.delete(id)) return;
    this.#area.removeNodeView(String(id));
  }

  /** Mounts what has come into sight and unmounts what has left it. */
  recheck(): void {
    if (this.#destroyed) return;
    this.#checked = this.#viewport.view;
    const sight = this.#viewport.visible(MARGIN);
    const detailed = this.#checked.zoom >= DETAIL_ZOOM;
    let changed = false;
    const focused = this.#area.container.ownerDocument.activeElement;
    for (const entry of this.#model.modules()) {
      const seen = detailed && overlaps(this.#model.rectOf(entry), sight);
      const element = this.#elements.get(entry.id);
      if (seen && !element) {
        this.#mount(entry);
        changed = true;
      } else if (!seen && element && !(detailed && element.contains(focused))) {
        this.unmount(entry.id);
        changed = true;
      }
    }
    if (changed || this.#list.length !== this.#elements.size) this.#publish();
  }

  /** However many nodes came in together, they are looked at once. */
  recheckSoon(): void {
    if (this.#recheckPending) return;
    this.#recheckPending = true;
    queueMicrotask(() => {
      this.#recheckPending = false;
      this.recheck();
    });
  }

  /** Looks again if the view has gone far enough to matter. */
  recheckIfMoved(): void {
    const { x, y, zoom } = this.#viewport.view;
    const far = !(Math.abs(x - this.#checked.x) < RECHECK && Math.abs(y - this.#checked.y) < RECHECK);
    if (far || zoom !== this.#checked.zoom) this.recheck();
  }

  /** The window's size is another: the next {@link recheckIfResized} looks again. */
  resized(): void {
    this.#checked = NEVER;
  }
  recheckIfResized(): void {
    if (this.#checked === NEVER) this.recheck();
  }

  #mount(entry: ModuleEntry): void {
    const node = this.#editor.getNode(String(entry.id));
    if (!node) return;
    const view = this.#area.addNodeView(node);
    view.element.style.position = "absolute";
    this.#elements.set(entry.id, view.element);
    void view.translate(entry.position.x, entry.position.y);
  }

  #publish(): void {
    this.#list = [...this.#elements].map(([id, element]) => ({ id, element }));
    for (const listener of [...this.#listeners]) listener();
  }
}
