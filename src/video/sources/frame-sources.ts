import type { SourceFactories } from "#video/render/module-picture.ts";
import { createClipSource } from "./clip/clip-source.ts";
import { createVoicesSource } from "./clip/voices-source.ts";
import { createImageSource } from "./image-source.ts";
import { createSignalSource } from "./signal/signal-source.ts";

/** All pictures from outside the shaders. */
export const FRAME_SOURCES: SourceFactories = {
  clip: createClipSource,
  image: createImageSource,
  voices: createVoicesSource,
  signal: createSignalSource,
};
