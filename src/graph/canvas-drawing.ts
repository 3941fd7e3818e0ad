import { CanvasHover } from "./canvas-hover.ts";
import type { CanvasCallbacks, CanvasElements, CanvasParts } from "./canvas-parts.ts";
import { CablePainter } from "./drawing/cable-painter.ts";
import type { Palette } from "./drawing/palette.ts";
import type { CableSelection } from "./gestures/cable-selection.ts";
import type { Hover } from "./gestures/hover.ts";
import type { Patching } from "./gestures/patching.ts";
import type { Point } from "./model/cable-curve.ts";
import type { GraphModel } from "./model/graph-model.ts";
import type { ReteSurface } from "./surface/rete-surface.ts";

/** What is drawn. */
export interface DrawnCanvas {
  readonly model: GraphModel;
  readonly surface: ReteSurface;
  readonly patching: Patching;
  readonly cables: CableSelection;
  readonly palette: Palette;
}

/** Draws what React doesn't: cables, and what is said of what the pointer is over. */
export class CanvasDrawing {
  readonly #canvas: DrawnCanvas;
  readonly #parts: CanvasParts;
  readonly #hover: CanvasHover;
  readonly #painter: CablePainter;

  constructor(canvas: DrawnCanvas, elements: CanvasElements, parts: CanvasParts, callbacks: CanvasCallbacks) {
    const { model, surface, palette } = canvas;
    this.#canvas = canvas;
    this.#parts = parts;
    this.#hover = new CanvasHover(model, parts.live, elements, callbacks);
    this.#painter = new CablePainter(elements.cables, model, surface, parts.live, palette);
  }

  hover(hover: Hover): void {
    if (this.#hover.set(hover)) this.invalidate();
  }

  /** Something that is drawn has changed: the next {@link paint} draws it. */
  invalidate(): void {
    this.#painter.invalidate();
  }

  /** Once a frame. `pointer` in px of the window. */
  paint(pointer: Point | undefined): void {
    const { cable, module } = this.#hover.get();
    this.#painter.paint(
      {
        hoveredCable: cable,
        hoveredModule: module,
        selectedCables: this.#canvas.cables.get(),
        selectedModules: this.#parts.selection.get(),
        held: this.#canvas.patching.held,
      },
      performance.now(),
    );
    this.#hover.showReading(pointer);
  }
}
