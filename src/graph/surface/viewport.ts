import type { Area } from "rete-area-plugin";
import type { Point, Rect } from "#graph/model/cable-curve.ts";

export interface View {
  /** The canvas point at the container's top left corner is (−x/zoom, −y/zoom). */
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

const MIN_ZOOM = 0.1;
const MAX_ZOOM = 2;

export const zoomInRange = (zoom: number): number => Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom));

/** Which part of the canvas is in sight, and the way between canvas px and px of the window. */
export class Viewport {
  readonly #container: HTMLElement;
  readonly #area: Area;
  readonly #listeners = new Set<() => void>();
  #size = { width: 0, height: 0 };
  #held: "view" | "module" | undefined;

  constructor(container: HTMLElement, area: Area) {
    this.#container = container;
    this.#area = area;
    this.measure();
  }

  get view(): View {
    const { x, y, k } = this.#area.transform;
    return { x, y, zoom: k };
  }
  /** The container's, in px. */
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
  /** The canvas point in the middle of what is seen. */
  centre(): Point {
    const { x, y, width, height } = this.visible();
    return { x: x + width / 2, y: y + height / 2 };
  }

  /** The canvas point at a point of the window. */
  toCanvas(clientX: number, clientY: number): Point {
    const box = this.#container.getBoundingClientRect();
    const { x, y, zoom } = this.view;
    return { x: (clientX - box.left - x) / zoom, y: (clientY - box.top - y) / zoom };
  }
  /** In px from the container's top left corner. */
  toContainer(point: Point): Point {
    const { x, y, zoom } = this.view;
    return { x: point.x * zoom + x, y: point.y * zoom + y };
  }
  /** In px from the container's top left corner. */
  rectToContainer(rect: Rect): Rect {
    const { zoom } = this.view;
    return { ...this.toContainer(rect), width: rect.width * zoom, height: rect.height * zoom };
  }

  panTo(x: number, y: number): void {
    void this.#area.translate(x, y);
  }
  show(view: View): void {
    this.#area.transform.k = view.zoom;
    this.panTo(view.x, view.y);
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

  /** While something is dragged the modules hear nothing, and while it is the view they move as one picture: both spare the page work. */
  setHeld(held: "view" | "module" | undefined): void {
    this.#held = held;
    const { style } = this.#area.content.holder;
    style.pointerEvents = held ? "none" : "";
    style.willChange = held === "view" ? "transform" : "";
  }
  /** Whether a hand drags the view right now. */
  get viewHeld(): boolean {
    return this.#held === "view";
  }

  /** Reads the container's size anew. */
  measure(): void {
    this.#size = { width: this.#container.clientWidth, height: this.#container.clientHeight };
    this.tell();
  }
  /** Says that view or size is another now. */
  tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
  /** Calls back when view or size has changed. Returns the function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
