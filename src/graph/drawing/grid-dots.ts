import { GRID } from "#engine/canvas-grid.ts";
import type { Viewport } from "#graph/surface/viewport.ts";

/** Below this zoom every fourth dot only: all of them would be noise. */
const SPARSE_ZOOM = 0.5;
const SPARSE = 4 * GRID;

/** Has the grid's dots go with the view. Returns the function that ends it. */
export function moveDotsWith(viewport: Viewport, grid: HTMLElement): () => void {
  let drawn = 0;
  return viewport.onChange(() => {
    const { x, y, zoom } = viewport.view;
    const dots = (zoom < SPARSE_ZOOM ? SPARSE : GRID) * zoom;
    grid.style.transform = `translate(${(x % dots) - SPARSE}px, ${(y % dots) - SPARSE}px)`;
    if (dots === drawn) return;
    drawn = dots;
    grid.style.backgroundSize = `${dots}px ${dots}px`;
  });
}
