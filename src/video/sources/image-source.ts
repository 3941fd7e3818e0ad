import { ImageSource } from "pixi.js";
import type { AssetId } from "#engine/patch.ts";
import type { FrameSource, SourceContext } from "#video/render/frame-source.ts";
import { assetIn } from "./clip/clip-source.ts";

/** Larger images are scaled down to this many px on their longer side. */
const LONGEST_SIDE = 4_096;

/** A file's picture, not premultiplied, scaled down when it is very large. Rejects when the browser doesn't know its kind. */
export async function decodeImage(bytes: ArrayBuffer): Promise<ImageBitmap> {
  const straight = { premultiplyAlpha: "none" } as const;
  const whole = await createImageBitmap(new Blob([bytes]), straight);
  const scale = LONGEST_SIDE / Math.max(whole.width, whole.height);
  if (scale >= 1) return whole;
  try {
    return await createImageBitmap(whole, {
      ...straight,
      resizeWidth: Math.max(1, Math.round(whole.width * scale)),
      resizeHeight: Math.max(1, Math.round(whole.height * scale)),
      resizeQuality: "high",
    });
  } finally {
    whole.close();
  }
}

/** A still picture: there from when its file is decoded. */
export function createImageSource(context: SourceContext): FrameSource {
  const asset = assetIn(context.content, "asset");
  let bitmap: ImageBitmap | undefined;
  let texture: ImageSource | null = null;
  let isDestroyed = false;

  async function open(id: AssetId): Promise<void> {
    const bytes = await context.load(id);
    if (!bytes) {
      context.problem("The image's file can't be found. Load it again, or put it back beside the patch.");
      return;
    }
    const decoded = await decodeImage(bytes).catch(() => undefined);
    if (!decoded) {
      context.problem("The image can't be decoded; PNG, JPEG, WebP, AVIF and GIF can be shown.");
      return;
    }
    if (isDestroyed) {
      decoded.close();
      return;
    }
    bitmap = decoded;
    texture = new ImageSource({
      resource: decoded,
      scaleMode: "linear",
      alphaMode: "no-premultiply-alpha",
      autoGenerateMipmaps: true,
      autoGarbageCollect: false,
    });
  }
  const opening = asset === undefined ? Promise.resolve() : open(asset);

  return {
    update() {},
    texture: () => texture,
    settle: () => opening,
    destroy() {
      isDestroyed = true;
      texture?.destroy();
      texture = null;
      bitmap?.close();
    },
  };
}
