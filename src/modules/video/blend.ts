import { defineModule, video } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";
import { BLENDING_GLSL, blendMode } from "./blending.ts";

const FRAGMENT = `${BLENDING_GLSL}
vec4 effect(vec2 uv) {
  return clamp(laid(texture(uA, uv), texture(uB, uv), uMix), 0.0, 1.0);
}
`;

/** Two pictures become one. */
export const blend = defineModule({
  type: "video.blend",
  version: 1,
  kind: "video",
  title: "Blend",
  summary: "Lays one picture over another.",
  help: "B is laid over A. Add and Screen join light, Multiply keeps what both have, Difference shows where they differ, Overlay deepens contrast, Over covers A where B is opaque. Mix fades B in; move it with a control to cut or breathe between the two.",
  aliases: ["mix", "crossfade", "layer", "composite", "screen", "multiply", "add", "over", "difference"],
  inputs: { a: video("A"), b: video("B") },
  outputs: { video: video("Picture") },
  parameters: {
    mode: blendMode("screen"),
    mix: number({
      label: "Mix",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 1,
      summary: "How much of B is laid over A.",
    }),
  },
  bypass: { video: "a" },
  video: { kind: "pass", fragment: FRAGMENT },
  example: {
    modules: {
      clouds: { type: "video.noise" },
      rings: { type: "video.pattern", parameters: { shape: "rings", hue: 0.1 } },
      both: { type: "video.blend", parameters: { mode: "difference" } },
      screen: { type: "io.video-output" },
    },
    connections: ["clouds.video -> both.a", "rings.video -> both.b", "both.video -> screen.video"],
  },
});
