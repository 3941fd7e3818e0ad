import type { FrameSource } from "./frame-source.ts";
import type { SourceFactories } from "./renderer-module.ts";
import { createSignalSource } from "./signal-source.ts";

const nothing = (): FrameSource => ({ update: () => {}, texture: () => null, destroy: () => {} });

/** All pictures from outside the shaders that this build can make. */
export const FRAME_SOURCES: SourceFactories = {
  clip: nothing,
  image: nothing,
  voices: () => ({ ...nothing(), layers: () => [] }),
  signal: createSignalSource,
};
