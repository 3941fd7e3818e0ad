import type { ModuleId } from "#engine/patch.ts";
import type { PreviewPlace } from "#video/render/picture-renderer.ts";

/** The small canvases on modules, and the modules they ask pictures of. */
export class PreviewCanvases {
  readonly #onWanted: (modules: Iterable<ModuleId>) => void;
  readonly #canvases = new Map<ModuleId, HTMLCanvasElement[]>();
  #told = true;

  constructor(onWanted: (modules: Iterable<ModuleId>) => void) {
    this.#onWanted = onWanted;
  }

  attach(module: ModuleId, canvas: HTMLCanvasElement): () => void {
    const canvases = this.#canvases.get(module);
    if (canvases) canvases.push(canvas);
    else this.#canvases.set(module, [canvas]);
    this.#tell();
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const left = this.#canvases.get(module);
      const at = left?.indexOf(canvas) ?? -1;
      if (left && at >= 0) left.splice(at, 1);
      if (left?.length === 0) this.#canvases.delete(module);
      this.#tell();
    };
  }

  /** Cuts a sheet of previews up; takes the sheet over. */
  show(sheet: ImageBitmap, places: readonly PreviewPlace[]): void {
    for (const { module, x, y, width, height } of places)
      for (const canvas of this.#canvases.get(module) ?? [])
        canvas.getContext("2d")?.drawImage(sheet, x, y, width, height, 0, 0, canvas.width, canvas.height);
    sheet.close();
  }

  /** Panning mounts and unmounts many at once: they are told of together. */
  #tell(): void {
    if (!this.#told) return;
    this.#told = false;
    queueMicrotask(() => {
      this.#told = true;
      this.#onWanted(this.#canvases.keys());
    });
  }
}
