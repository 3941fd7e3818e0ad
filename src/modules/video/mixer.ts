import { defineModule, type Port, video } from "#engine/module-definition.ts";
import { type NumberParameter, number, toggle } from "#engine/parameter.ts";
import { BLENDING_GLSL, blendMode } from "./blending.ts";

const LAYERS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

const layerInputs = Object.fromEntries(
  LAYERS.map((n) => [`video${n}`, video(`Picture ${n}`, { spare: true })]),
) as Readonly<Record<`video${(typeof LAYERS)[number]}`, Port>>;

const layerOpacities = Object.fromEntries(
  LAYERS.map((n) => [
    `opacity${n}`,
    number({
      label: `Opacity ${n}`,
      unit: "ratio",
      min: 0,
      max: 1,
      default: 1,
      summary: `How much of picture ${n} is seen.`,
    }),
  ]),
) as Readonly<Record<`opacity${(typeof LAYERS)[number]}`, NumberParameter>>;

const FRAGMENT = `${BLENDING_GLSL}
vec4 bottom(vec4 layer, float opacity) { return vec4(layer.rgb, layer.a * opacity); }
vec4 effect(vec2 uv) {
  float sum = ${LAYERS.map((n) => `uVideo${n}Connected * uOpacity${n}`).join(" + ")};
  float share = uNormalise > 0.5 && uMode < 0.5 ? 1.0 / max(1.0, sum) : 1.0;
  vec4 c = vec4(0.0);
  bool first = true;
  vec4 layer;
${LAYERS.map((n) => `  if (uVideo${n}Connected > 0.5) { layer = texture(uVideo${n}, uv); layer.rgb *= share; c = first ? bottom(layer, uOpacity${n}) : laid(c, layer, uOpacity${n}); first = false; }`).join("\n")}
  c.a *= uLevel;
  return clamp(c, 0.0, 1.0);
}
`;

/** Eight layers, the first at the bottom. */
export const videoMixer = defineModule({
  type: "video.mixer",
  version: 1,
  kind: "video",
  title: "Video mixer",
  summary: "Layers up to eight pictures, each with its own opacity.",
  help: "Connect pictures from the bottom layer up; a further input appears as you go. Opacity fades each layer, Mode says how layers join. Auto-normalise keeps added layers from burning out to white.",
  aliases: ["layers", "mixer", "composite", "stack", "vision mixer"],
  inputs: layerInputs,
  outputs: { video: video("Picture") },
  parameters: {
    mode: blendMode("add"),
    level: number({
      label: "Level",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 1,
      summary: "Opacity of all layers together.",
    }),
    ...layerOpacities,
    normalise: toggle({
      label: "Auto-normalise",
      default: true,
      summary: "Shares the light out among added layers, so they don't burn out.",
    }),
  },
  face: ["mode", "level", "opacity1", "opacity2"],
  bypass: { video: "video1" },
  video: { kind: "pass", fragment: FRAGMENT },
  example: {
    modules: {
      stripes: { type: "video.pattern", parameters: { shape: "stripes" } },
      cells: { type: "video.noise", parameters: { shape: "cells", hue: 0.4 } },
      layers: { type: "video.mixer", parameters: { mode: "screen" } },
      screen: { type: "io.video-output" },
    },
    connections: ["stripes.video -> layers.video1", "cells.video -> layers.video2", "layers.video -> screen.video"],
  },
});
