import { BufferImageSource, Rectangle, type TextureSource, WebGLRenderer } from "pixi.js";
import { COPY_SHAPE, type EffectShape, OVER_SHAPE, SHOW_SHAPE, SMALL_SHAPE } from "./fragment-source.ts";
import { Effect, FullScreen, Programs } from "./program.ts";
import { type Lease, RenderTargets, type TargetFormat } from "./render-targets.ts";

type Fixed = "copy" | "over" | "show" | "small";
const FIXED: Readonly<Record<Fixed, EffectShape>> = {
  copy: COPY_SHAPE,
  over: OVER_SHAPE,
  show: SHOW_SHAPE,
  small: SMALL_SHAPE,
};

/** How a picture of other proportions fills the frame: `cover` crops it, `contain` leaves borders. */
export type Fit = "cover" | "contain" | "stretch";

/** Where a small picture goes on the canvas, in pixels from its top left. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The canvas, the textures that are drawn into, and the few things that are drawn on them without an effect. */
export class Surface {
  readonly renderer: WebGLRenderer;
  readonly programs: Programs;
  readonly targets: RenderTargets;
  /** One clear pixel, for inputs where nothing is. */
  readonly empty = new BufferImageSource({ resource: new Uint8Array(4), width: 1, height: 1 });
  readonly #triangle = new FullScreen();
  readonly #fixed: Readonly<Record<Fixed, Effect>>;

  static async create(canvas: OffscreenCanvas | HTMLCanvasElement, width: number, height: number): Promise<Surface> {
    const renderer = new WebGLRenderer();
    await renderer.init({
      canvas,
      width,
      height,
      resolution: 1,
      antialias: false,
      manageImports: false,
      preferWebGLVersion: 2,
    });
    return new Surface(renderer, width, height);
  }

  private constructor(renderer: WebGLRenderer, width: number, height: number) {
    this.renderer = renderer;
    this.programs = new Programs(renderer);
    this.targets = new RenderTargets(width, height);
    const fixed = (name: Fixed) => new Effect(this.programs.of(FIXED[name]), this.empty);
    this.#fixed = { copy: fixed("copy"), over: fixed("over"), show: fixed("show"), small: fixed("small") };
    this.programs.finishAll();
  }

  get width(): number {
    return this.targets.width;
  }

  get height(): number {
    return this.targets.height;
  }

  /** True where a processor does the graphics card's work. */
  get isSoftware(): boolean {
    const { gl } = this.renderer;
    const info = gl.getExtension("WEBGL_debug_renderer_info");
    return /llvmpipe|softpipe|swiftshader|software|basic render/i.test(
      String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)),
    );
  }

  resize(width: number, height: number): void {
    this.#detach();
    this.targets.resize(width, height);
    this.renderer.resize(width, height);
  }

  /** A new picture drawn by an effect, without readers yet. */
  drawn(effect: Effect, format: TargetFormat): Lease {
    const lease = this.targets.acquire(format, 0);
    effect.setSize(this.width, this.height);
    this.renderer.renderTarget.bind({ target: lease.texture, clear: false });
    effect.draw(this.renderer, this.#triangle);
    return lease;
  }

  /**
   * A texture whose first row is its top, laid over the picture below by its alpha times `gain`, `scale` times as large as it fits.
   * Gives `below` back.
   */
  layer(below: Lease | null, texture: TextureSource, gain: number, fit: Fit, scale: number): Lease {
    const effect = this.#fixed[below ? "over" : "copy"];
    const [across, up] = this.#seen(texture, fit);
    effect.setTexture("uPicture", texture);
    effect.set("uTop", 1);
    effect.set("uGain", gain);
    effect.set("uAcross", across / scale);
    effect.set("uUp", up / scale);
    if (below) effect.setTexture("uBelow", below.texture);
    const lease = this.drawn(effect, "rgba8unorm");
    effect.detach();
    if (below) this.targets.release(below);
    return lease;
  }

  /** The same picture at today's size, for one reader. */
  rescaled(lease: Lease): Lease {
    const { copy } = this.#fixed;
    copy.setTexture("uPicture", lease.texture);
    for (const name of ["uAcross", "uUp", "uGain"]) copy.set(name, 1);
    copy.set("uTop", 0);
    const made = this.drawn(copy, lease.format);
    copy.detach();
    made.uses = 1;
    this.targets.release(lease);
    return made;
  }

  /** Draws a picture small onto the canvas. */
  drawSmall(texture: TextureSource, { x, y, width, height }: Place): void {
    const { small } = this.#fixed;
    small.setTexture("uPicture", texture);
    small.setSize(width, height);
    const frame = new Rectangle(x, y, width, height);
    this.renderer.renderTarget.bind({ target: this.renderer.view.renderTarget, clear: false, frame });
    small.draw(this.renderer, this.#triangle);
  }

  /** Draws a picture onto the canvas as it is seen: over black, its light times `level`. */
  show(texture: TextureSource, level: number): void {
    this.#show(texture, level, this.renderer.view.renderTarget, 0);
  }

  /** What {@link show} would show, as RGBA with the top row first. Waits for the graphics card. */
  readPixels(texture: TextureSource, level: number): Uint8ClampedArray<ArrayBuffer> {
    const lease = this.targets.acquire("rgba8unorm", 1);
    this.#show(texture, level, lease.texture, 1);
    const { gl } = this.renderer;
    const pixels = new Uint8Array(this.width * this.height * 4);
    gl.readPixels(0, 0, this.width, this.height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    this.targets.release(lease);
    return new Uint8ClampedArray(pixels.buffer);
  }

  /** A texture's values as floats, its bottom row first. Waits for the graphics card. */
  readFloats(texture: TextureSource): Float32Array {
    const { gl } = this.renderer;
    this.renderer.renderTarget.bind({ target: texture, clear: false });
    const values = new Float32Array(texture.pixelWidth * texture.pixelHeight * 4);
    gl.readPixels(0, 0, texture.pixelWidth, texture.pixelHeight, gl.RGBA, gl.FLOAT, values);
    return values;
  }

  /** Marks what the graphics card was asked for up to here. */
  fence(): WebGLSync | null {
    const { gl } = this.renderer;
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    return fence;
  }

  /** Whether the card has come past a mark; the mark is gone then. */
  passed(fence: WebGLSync): boolean {
    const { gl } = this.renderer;
    if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return false;
    gl.deleteSync(fence);
    return true;
  }

  destroy(): void {
    for (const effect of Object.values(this.#fixed)) effect.destroy();
    this.targets.destroy();
    this.renderer.destroy();
  }

  #detach(): void {
    for (const effect of Object.values(this.#fixed)) effect.detach();
  }

  #show(
    texture: TextureSource,
    level: number,
    target: TextureSource | WebGLRenderer["view"]["renderTarget"],
    flip: number,
  ) {
    const { show } = this.#fixed;
    show.setTexture("uPicture", texture);
    show.set("uLevel", level);
    show.set("uFlip", flip);
    show.setSize(this.width, this.height);
    this.renderer.renderTarget.bind({ target, clear: false });
    show.draw(this.renderer, this.#triangle);
  }

  /** How many of the texture's widths and heights the frame spans. */
  #seen(texture: TextureSource, fit: Fit): readonly [number, number] {
    if (fit === "stretch") return [1, 1];
    const ratio = this.width / this.height / (texture.pixelWidth / texture.pixelHeight);
    return (fit === "contain") === ratio > 1 ? [ratio, 1] : [1, 1 / ratio];
  }
}
