import type { ModuleExample } from "#engine/module-definition.ts";

const chain = (
  ...modules: readonly (readonly [type: string, parameters?: Record<string, number | string>])[]
): ModuleExample => {
  const all = [...modules, ["io.video-output"] as const];
  return {
    modules: Object.fromEntries(all.map(([type, parameters = {}], place) => [`m${place}`, { type, parameters }])),
    connections: all.slice(1).map((_, place) => `m${place}.video -> m${place + 1}.video`),
  };
};

/** What the picture's references are made of; each is drawn for a second at 30 frames a second. */
export const PICTURE_PATCHES = {
  spiral: chain(["video.pattern"]),
  clouds: chain(["video.noise"]),
  rosette: chain(["video.noise", { shape: "cells" }], ["video.kaleidoscope", { segments: 8 }]),
  trails: chain(["video.pattern", { shape: "dots", scale: 0.8, softness: 0 }], ["video.feedback"]),
  graded: chain(
    ["video.pattern", { shape: "plasma" }],
    ["video.colour", { hue: 0.3, contrast: 1.4 }],
    ["video.transform", { scale: 0.5, rotation: 0.1 }],
  ),
  soft: chain(["video.pattern", { shape: "grid", softness: 0 }], ["video.blur", { radius: 4 }]),
  joined: {
    modules: {
      clouds: { type: "video.noise" },
      rings: { type: "video.pattern", parameters: { shape: "rings", hue: 0.1 } },
      both: { type: "video.blend", parameters: { mode: "difference" } },
      screen: { type: "io.video-output" },
    },
    connections: ["clouds.video -> both.a", "rings.video -> both.b", "both.video -> screen.video"],
  },
} satisfies Readonly<Record<string, ModuleExample>>;
