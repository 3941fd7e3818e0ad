import { createClipSource } from "./clip-source.ts";
import { createImageSource } from "./image-source.ts";
import type { SourceFactories } from "./renderer-module.ts";
import { createSignalSource } from "./signal-source.ts";
import { createVoicesSource } from "./voices-source.ts";

/** All pictures from outside the shaders. */
export const FRAME_SOURCES: SourceFactories = {
  clip: createClipSource,
  image: createImageSource,
  voices: createVoicesSource,
  signal: createSignalSource,
};
