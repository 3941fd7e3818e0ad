import type { ConnectionId, ModuleId } from "#engine/patch.ts";
import { contains, distanceTo, overlaps, type Point } from "#graph/model/cable-curve.ts";
import type { PortRef } from "#graph/model/endpoint.ts";
import type { GraphModel } from "#graph/model/graph-model.ts";
import type { ReteSurface } from "#graph/surface/rete-surface.ts";
import type { Hover } from "./hover.ts";

/** How far from a cable the pointer still takes it, in px of the window. */
const CABLE_REACH = 7;

/** Finds what is under the pointer: elements where modules are mounted, places of the model where they are drawn. */
export class HitTest {
  readonly #surface: ReteSurface;
  readonly #model: GraphModel;

  constructor(surface: ReteSurface, model: GraphModel) {
    this.#surface = surface;
    this.#model = model;
  }

  /** All of it. `client` in px of the window. */
  under(target: Element, client: Point): Hover {
    const port = this.portAt(target);
    const module = this.mountedAt(target);
    if (port) return { module: port.module, port };
    const parameter = target.closest("[data-parameter]")?.getAttribute("data-parameter");
    if (module !== undefined) return parameter ? { module, parameter } : { module };
    const at = this.#surface.viewport.toCanvas(client.x, client.y);
    const drawn = this.drawnAt(at);
    if (drawn !== undefined) return { module: drawn };
    const cable = this.cableAt(at);
    return cable === undefined ? {} : { cable };
  }

  portAt(target: Element): PortRef | undefined {
    const element = target.closest<HTMLElement>("[data-port]");
    return element ? this.#surface.ports.all().get(element) : undefined;
  }

  mountedAt(target: Element): ModuleId | undefined {
    const id = target.closest("[data-module]")?.getAttribute("data-module");
    return id ? Number(id) : undefined;
  }

  /** A module that is drawn and not mounted. */
  drawnAt(at: Point): ModuleId | undefined {
    for (const entry of this.#model.modules()) {
      if (!this.#surface.modules.elementOf(entry.id) && contains(this.#model.rectOf(entry), at)) return entry.id;
    }
    return undefined;
  }

  /** The nearest cable within reach. */
  cableAt(at: Point): ConnectionId | undefined {
    const reach = CABLE_REACH / this.#surface.viewport.view.zoom;
    const around = { x: at.x - reach, y: at.y - reach, width: 2 * reach, height: 2 * reach };
    let best: ConnectionId | undefined;
    let nearest = reach;
    for (const cable of this.#model.cables()) {
      if (!overlaps(cable.bounds, around)) continue;
      const distance = distanceTo(cable.curve, at);
      if (distance > nearest) continue;
      nearest = distance;
      best = cable.id;
    }
    return best;
  }
}
