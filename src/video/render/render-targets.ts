import { TextureSource } from "pixi.js";

export type TargetFormat = "rgba8unorm" | "rgba16float";

/** A texture to draw into, lent out and given back when nobody reads it any more. */
export interface Lease {
  readonly texture: TextureSource;
  readonly format: TargetFormat;
  /** Readers still to come. */
  uses: number;
}

/** Lends textures of one size, and lends them again: a chain of any length needs two. */
export class RenderTargets {
  #width: number;
  #height: number;
  readonly #free: Lease[] = [];
  readonly #all = new Set<Lease>();

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#height;
  }

  /** With `uses` readers; what is in it is of any kind. */
  acquire(format: TargetFormat, uses: number): Lease {
    const at = this.#free.findIndex((lease) => lease.format === format);
    const lease = at >= 0 ? this.#free.splice(at, 1)[0] : undefined;
    if (lease) {
      lease.uses = uses;
      return lease;
    }
    const made: Lease = {
      texture: new TextureSource({
        width: this.#width,
        height: this.#height,
        format,
        scaleMode: "linear",
        addressMode: "clamp-to-edge",
        alphaMode: "no-premultiply-alpha",
        autoGarbageCollect: false,
      }),
      format,
      uses,
    };
    this.#all.add(made);
    return made;
  }

  /** One reader is done. */
  release(lease: Lease): void {
    if (--lease.uses > 0) return;
    if (lease.texture.pixelWidth === this.#width && lease.texture.pixelHeight === this.#height) this.#free.push(lease);
    else this.#destroy(lease);
  }

  /** From now on lends this size; what is lent in the old one is destroyed when it comes back. */
  resize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    for (const lease of this.#free.splice(0)) this.#destroy(lease);
  }

  destroy(): void {
    for (const lease of this.#all) lease.texture.destroy();
    this.#all.clear();
    this.#free.length = 0;
  }

  #destroy(lease: Lease): void {
    this.#all.delete(lease);
    lease.texture.destroy();
  }
}
