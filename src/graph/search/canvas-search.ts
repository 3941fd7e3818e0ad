import { Cell } from "#graph/cell.ts";
import type { Point } from "#graph/model/cable-curve.ts";
import type { PortRef } from "#graph/model/endpoint.ts";
import type { Viewport } from "#graph/surface/viewport.ts";

export interface SearchRequest {
  /** Where what is found goes, in canvas px. */
  readonly at: Point;
  /** Where the search is shown, in px from the canvas's top left corner. */
  readonly place: Point;
  /** The port it is to be cabled to. */
  readonly from?: PortRef;
}

/** Room the search takes, in px. */
const SIZE = { width: 376, height: 360 };
const MARGIN = 8;

/** Whether and where the search for modules is open. */
export class CanvasSearch {
  readonly request = new Cell<SearchRequest | undefined>(undefined);
  readonly #viewport: Viewport;

  constructor(viewport: Viewport) {
    this.#viewport = viewport;
  }

  /** Opens the search for what goes at a place of the canvas, and to a port when one is given. It stays inside the window. */
  open(at: Point, from?: PortRef): void {
    const spot = this.#viewport.toContainer(at);
    const { width, height } = this.#viewport.size;
    const place = {
      x: Math.max(MARGIN, Math.min(spot.x, width - SIZE.width - MARGIN)),
      y: Math.max(MARGIN, Math.min(spot.y, height - SIZE.height - MARGIN)),
    };
    this.request.set({ at, place, ...(from ? { from } : {}) });
  }

  close(): void {
    this.request.set(undefined);
  }
}
