/** The canvases that show the final picture, in this page or in windows it opened. Each is handed a picture of its own. */
export class OutputCanvases {
  readonly #onCount: (count: number) => void;
  /** How often each canvas is attached: a view may be mounted twice. */
  readonly #attached = new Map<HTMLCanvasElement, number>();

  constructor(onCount: (count: number) => void) {
    this.#onCount = onCount;
  }

  attach(canvas: HTMLCanvasElement): () => void {
    this.#attached.set(canvas, (this.#attached.get(canvas) ?? 0) + 1);
    canvas.style.objectFit ||= "contain";
    this.#onCount(this.#attached.size);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const left = (this.#attached.get(canvas) ?? 1) - 1;
      if (left > 0) this.#attached.set(canvas, left);
      else this.#attached.delete(canvas);
      this.#onCount(this.#attached.size);
    };
  }

  get count(): number {
    return this.#attached.size;
  }

  /** Shows a frame; takes the pictures over. */
  show(bitmaps: readonly ImageBitmap[]): void {
    const canvases = [...this.#attached.keys()];
    bitmaps.forEach((bitmap, place) => {
      const canvas = canvases[place];
      const context = canvas?.getContext("bitmaprenderer");
      if (!canvas || !context) {
        bitmap.close();
        return;
      }
      // Its own proportions are what the page fits into the canvas's box.
      if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
      if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
      context.transferFromImageBitmap(bitmap);
    });
  }
}
