import type { CanvasCallbacks, CanvasElements, CanvasParts } from "./canvas-parts.ts";
import type { Hover } from "./gestures/hover.ts";
import { hintFor, readingFor } from "./hover-words.ts";
import type { Point } from "./model/cable-curve.ts";
import type { GraphModel } from "./model/graph-model.ts";

/** What the pointer is over, and what is said of it: a hint for the app, a cable's value beside the pointer. */
export class CanvasHover {
  readonly #model: GraphModel;
  readonly #live: CanvasParts["live"];
  readonly #elements: CanvasElements;
  readonly #callbacks: CanvasCallbacks;
  #hover: Hover = {};
  #reading = "";

  constructor(model: GraphModel, live: CanvasParts["live"], elements: CanvasElements, callbacks: CanvasCallbacks) {
    this.#model = model;
    this.#live = live;
    this.#elements = elements;
    this.#callbacks = callbacks;
  }

  get(): Hover {
    return this.#hover;
  }

  /** Answers whether it is something else than before. */
  set(hover: Hover): boolean {
    const before = this.#hover;
    this.#hover = hover;
    const same =
      before.module === hover.module &&
      before.cable === hover.cable &&
      before.port?.port === hover.port?.port &&
      before.parameter === hover.parameter;
    if (same) return false;
    this.#elements.surface.style.cursor = hover.cable === undefined ? "" : "pointer";
    this.#callbacks.onHint(hintFor(this.#model, hover));
    return true;
  }

  /** Brings the reading up to date. `pointer` in px of the window. */
  showReading(pointer: Point | undefined): void {
    const text = readingFor(this.#model, this.#live, this.#hover);
    const { reading, surface } = this.#elements;
    if (text !== this.#reading) {
      this.#reading = text;
      reading.textContent = text;
      reading.hidden = text === "";
    }
    if (text === "" || !pointer) return;
    const box = surface.getBoundingClientRect();
    reading.style.transform = `translate(${pointer.x - box.left + 12}px, ${pointer.y - box.top + 12}px)`;
  }
}
