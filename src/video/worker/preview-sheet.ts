import type { ModuleId } from "#engine/patch.ts";
import type { PreviewPlace } from "#video/render/picture-renderer.ts";

/** Size of a preview in pixels. */
const PREVIEW_WIDTH = 160;
const PREVIEW_HEIGHT = 90;

/** Milliseconds between two pictures of one preview: 15 a second, and 5 where the picture itself falls behind. */
const INTERVAL_MS = 1_000 / 15;
const SPARING_MS = 1_000 / 5;

/** Decides which previews are drawn in a frame, and lays them out on one sheet; where not all find room, they take turns. */
export class PreviewSheet {
  readonly #drawn = new Map<ModuleId, number>();

  want(modules: readonly ModuleId[]): void {
    const wanted = new Set(modules);
    for (const module of this.#drawn.keys()) if (!wanted.has(module)) this.#drawn.delete(module);
    for (const module of wanted) if (!this.#drawn.has(module)) this.#drawn.set(module, Number.NEGATIVE_INFINITY);
  }

  /** The previews to draw now onto a canvas of this size, those that waited longest first. They count as drawn. */
  due(nowMs: number, width: number, height: number, sparing = false): PreviewPlace[] {
    const interval = sparing ? SPARING_MS : INTERVAL_MS;
    const columns = Math.floor(width / PREVIEW_WIDTH);
    const room = columns * Math.floor(height / PREVIEW_HEIGHT);
    const waiting = [...this.#drawn].filter(([, at]) => nowMs - at >= interval).sort((a, b) => a[1] - b[1]);
    return waiting.slice(0, room).map(([module], place) => {
      this.#drawn.set(module, nowMs);
      return {
        module,
        x: (place % columns) * PREVIEW_WIDTH,
        y: Math.floor(place / columns) * PREVIEW_HEIGHT,
        width: PREVIEW_WIDTH,
        height: PREVIEW_HEIGHT,
      };
    });
  }
}
