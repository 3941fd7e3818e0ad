import { defineModule, video } from "#engine/module-definition.ts";
import { choice, number } from "#engine/parameter.ts";
import { PLANE_GLSL } from "./glsl.ts";

const FRAGMENT = `${PLANE_GLSL}
vec4 effect(vec2 uv) {
  vec2 p = centred(uv) - vec2(uX * uSize.x / uSize.y, uY) * 0.5;
  vec2 at = uncentred(turned(p, -uRotation) / uScale);
  if (uEdges < 0.5) at = 1.0 - abs(1.0 - mod(at, 2.0));
  else if (uEdges < 1.5) at = fract(at);
  else if (uEdges < 2.5) {
    vec2 inside = step(vec2(0.0), at) * step(at, vec2(1.0));
    return texture(uVideo, at) * inside.x * inside.y;
  }
  return texture(uVideo, clamp(at, 0.0, 1.0));
}
`;

/** Places a picture: size, angle, position, and what lies beyond its edge. */
export const transform = defineModule({
  type: "video.transform",
  version: 1,
  kind: "video",
  title: "Transform",
  summary: "Scales, turns and moves a picture.",
  help: "Scale, rotate and move the picture that comes in. Edges says what is seen beyond its border: mirrored copies, tiles, nothing at all, or the border stretched out. Turn Scale below 1 with mirrored edges for an endless surface.",
  aliases: ["scale", "rotate", "move", "zoom", "mirror", "tile", "position", "crop"],
  inputs: { video: video("Picture") },
  outputs: { video: video("Picture") },
  parameters: {
    scale: number({
      label: "Scale",
      unit: "ratio",
      min: 0.1,
      max: 10,
      default: 1,
      curve: "exponential",
      summary: "Size of the picture; 1 is as it comes.",
    }),
    rotation: number({
      label: "Rotation",
      unit: "turns",
      min: -1,
      max: 1,
      default: 0,
      summary: "Angle, counter-clockwise.",
    }),
    x: number({
      label: "X",
      unit: "ratio",
      min: -1,
      max: 1,
      default: 0,
      summary: "To the right, in half widths of the picture.",
    }),
    y: number({
      label: "Y",
      unit: "ratio",
      min: -1,
      max: 1,
      default: 0,
      summary: "Upwards, in half heights of the picture.",
    }),
    edges: choice({
      label: "Edges",
      options: { mirror: "Mirror", tile: "Tile", clear: "Clear", stretch: "Stretch" },
      default: "mirror",
      summary: "What is seen beyond the picture's border.",
    }),
  },
  face: ["scale", "rotation", "x", "y"],
  bypass: { video: "video" },
  video: { kind: "pass", fragment: FRAGMENT },
  example: {
    modules: {
      dots: { type: "video.pattern", parameters: { shape: "dots", hue: 0.35 } },
      place: { type: "video.transform", parameters: { scale: 0.6, rotation: 0.08 } },
      screen: { type: "io.video-output" },
    },
    connections: ["dots.video -> place.video", "place.video -> screen.video"],
  },
});
