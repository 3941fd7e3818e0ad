import { defineModule, video } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";
import { PLANE_GLSL, TAU_GLSL } from "./glsl.ts";

const FRAGMENT = `${TAU_GLSL}${PLANE_GLSL}
vec4 effect(vec2 uv) {
  vec2 p = centred(uv);
  float r = length(p) / uZoom;
  float wedge = 1.0 / uSegments;
  float a = mod(atan(p.y, p.x) / TAU + uRotation, wedge);
  a = min(a, wedge - a);
  vec2 q = r * vec2(cos(a * TAU), sin(a * TAU));
  q = turned(q, uTurn + uPhase) + vec2(uX, uY) * 0.5;
  vec2 at = uncentred(q);
  at = 1.0 - abs(1.0 - mod(at, 2.0));
  return texture(uVideo, at);
}
`;

/** Mirrors one wedge of a picture around the centre. */
export const kaleidoscope = defineModule({
  type: "video.kaleidoscope",
  version: 1,
  kind: "video",
  title: "Kaleidoscope",
  summary: "Mirrors a wedge of the picture around its centre.",
  help: "Anything that goes in comes out as a rosette. Segments sets how many mirrors there are; Turn and Speed move the picture behind them, Rotation turns the mirrors themselves. X and Y choose which part of the picture is seen.",
  aliases: ["mirror", "mandala", "kaleid", "symmetry", "rosette"],
  inputs: { video: video("Picture") },
  outputs: { video: video("Picture") },
  parameters: {
    segments: number({
      label: "Segments",
      unit: "count",
      min: 2,
      max: 24,
      step: 1,
      default: 6,
      summary: "Number of mirrored wedges.",
    }),
    rotation: number({
      label: "Rotation",
      unit: "turns",
      min: -1,
      max: 1,
      default: 0,
      summary: "Angle of the mirrors.",
    }),
    zoom: number({
      label: "Zoom",
      unit: "ratio",
      min: 0.25,
      max: 4,
      default: 1,
      curve: "exponential",
      summary: "How large the picture is seen.",
    }),
    turn: number({
      label: "Turn",
      unit: "turns",
      min: -1,
      max: 1,
      default: 0.12,
      summary: "Angle of the picture behind the mirrors.",
    }),
    speed: number({
      label: "Speed",
      unit: "Hz",
      min: -1,
      max: 1,
      default: 0.03,
      summary: "Turns a second of the picture behind the mirrors.",
    }),
    x: number({
      label: "X",
      unit: "ratio",
      min: -1,
      max: 1,
      default: 0.2,
      summary: "Which part of the picture is seen, sideways.",
    }),
    y: number({
      label: "Y",
      unit: "ratio",
      min: -1,
      max: 1,
      default: 0.1,
      summary: "Which part of the picture is seen, upwards.",
    }),
  },
  face: ["segments", "rotation", "zoom", "speed"],
  bypass: { video: "video" },
  video: { kind: "pass", fragment: FRAGMENT },
  example: {
    modules: {
      clouds: { type: "video.noise", parameters: { hue: 0.05 } },
      mirror: { type: "video.kaleidoscope", parameters: { segments: 8 } },
      screen: { type: "io.video-output" },
    },
    connections: ["clouds.video -> mirror.video", "mirror.video -> screen.video"],
  },
});
