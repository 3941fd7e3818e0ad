import { AreaPlugin } from "rete-area-plugin";
import { ConnectionPlugin } from "rete-connection-plugin";
import type { ModuleId, Position } from "#engine/patch.ts";
import type { Point } from "#graph/model/cable-curve.ts";
import type { GraphChange, GraphModel } from "#graph/model/graph-model.ts";
import { CableFlow, type CableFlowHost } from "./cable-flow.ts";
import { MountedModules } from "./mounted-modules.ts";
import { PortElements } from "./port-elements.ts";
import type { GraphSchemes, SocketSignal } from "./rete-schemes.ts";
import { type EditorHost, SnapshotEditor } from "./snapshot-editor.ts";
import { Viewport, zoomInRange } from "./viewport.ts";

/** What Rete's gestures are turned into; every one of them is vetoed in Rete and comes back with the next snapshot. */
export interface SurfaceHost extends Omit<EditorHost, "connect"> {
  /** A module was dragged to a place it doesn't have in the snapshot. */
  dragModule(module: ModuleId, position: Position): void;
}

/** Rete's editor, area and cable gestures over the snapshot. Rendering is ours: it mounts into the elements of {@link modules} and draws the rest. */
export class ReteSurface {
  readonly container: HTMLElement;
  readonly viewport: Viewport;
  readonly modules: MountedModules;
  readonly ports: PortElements;
  readonly #model: GraphModel;
  readonly #host: SurfaceHost;
  readonly #editor: SnapshotEditor;
  readonly #area: AreaPlugin<GraphSchemes, SocketSignal>;
  readonly #cables = new ConnectionPlugin<GraphSchemes, SocketSignal>();
  #looseEnd: Point | undefined;

  constructor(container: HTMLElement, model: GraphModel, patching: CableFlowHost, host: SurfaceHost) {
    this.container = container;
    this.#model = model;
    this.#host = host;
    this.#editor = new SnapshotEditor(model, { ...host, connect: (output, input) => patching.connect(output, input) });
    this.#area = new AreaPlugin<GraphSchemes, SocketSignal>(container);
    this.#area.area.setDragHandler(null);
    this.viewport = new Viewport(container, this.#area.area);
    this.modules = new MountedModules(this.#editor.rete, this.#area, model, this.viewport);
    this.ports = new PortElements(this.#area);
    this.#steerArea();
    this.#cables.addPreset(() => new CableFlow(patching));
    this.#editor.rete.use(this.#area);
    this.#area.use(this.#cables);
    for (const entry of model.modules()) this.#addModule(entry.id);
    for (const cable of model.cables()) this.#editor.addCable(cable.id);
    this.modules.recheck();
  }

  destroy(): void {
    this.modules.destroy();
    this.ports.destroy();
    this.#area.destroy();
    this.#area.area.content.holder.remove();
  }

  /** Reads the container's size anew. */
  measure(): void {
    this.modules.resized();
    this.viewport.measure();
  }

  /** The far end of the cable being dragged, while one is. */
  get looseEnd(): Point | undefined {
    return this.#looseEnd;
  }
  forgetLooseEnd(): void {
    this.#looseEnd = undefined;
  }
  /** Drops the cable in the hand without connecting it. */
  dropCable(): void {
    this.#cables.drop();
    this.#looseEnd = undefined;
  }

  /** Takes over what changed in the snapshot. */
  follow(change: GraphChange): void {
    for (const id of change.cablesRemoved) this.#editor.removeCable(id);
    for (const id of change.removed) {
      this.modules.unmount(id);
      this.#editor.removeModule(id);
    }
    for (const id of change.added) this.#addModule(id);
    for (const id of change.cablesAdded) this.#editor.addCable(id);
    for (const id of change.moved) this.modules.place(id);
    if (change.added.length + change.removed.length + change.moved.length > 0) this.modules.recheck();
  }

  #addModule(id: ModuleId): void {
    void this.#editor.addModule(id).then(() => this.modules.recheckSoon());
  }

  /** Keeps modules where the snapshot has them and the zoom in range, and takes the loose cable's drawing over. */
  #steerArea(): void {
    this.#area.addPipe((context) => {
      if (context.type === "nodetranslate") return this.#allowsPlace(context.data) ? context : undefined;
      if (context.type === "zoom") {
        if (context.data.source === "dblclick") return undefined;
        context.data.zoom = zoomInRange(context.data.zoom);
      }
      if (context.type === "translated" || context.type === "zoomed") {
        this.modules.recheckIfMoved();
        this.viewport.tell();
      }
      if (context.type === "render" && context.data.type === "connection") {
        context.data.element.remove();
        this.#looseEnd = context.data.end ?? context.data.start;
      }
      return context;
    });
  }

  #allowsPlace(data: { id: string; position: Position }): boolean {
    const place = this.#model.module(Number(data.id))?.position;
    if (place && place.x === data.position.x && place.y === data.position.y) return true;
    this.#host.dragModule(Number(data.id), data.position);
    return false;
  }
}
