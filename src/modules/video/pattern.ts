import { defineModule, video } from "#engine/module-definition.ts";
import { choice, number } from "#engine/parameter.ts";
import { OKLCH_GLSL, PLANE_GLSL, TAU_GLSL } from "./glsl.ts";

const FRAGMENT = `${TAU_GLSL}${PLANE_GLSL}${OKLCH_GLSL}
float wave(float x) {
  float s = 0.5 + 0.5 * sin(x * TAU);
  float edge = mix(0.015, 0.5, uSoftness);
  return smoothstep(0.5 - edge, 0.5 + edge, s);
}
vec4 effect(vec2 uv) {
  vec2 p = centred(uv);
  float t = uPhase;
  float r = length(p);
  float a = atan(p.y, p.x) / TAU;
  float light = 0.0;
  float place = 0.0;
  float fade = 1.0;
  if (uShape < 0.5) {
    place = r * uScale * 2.0 - t;
    light = wave(place);
  } else if (uShape < 1.5) {
    place = (p.x + 0.12 * sin((p.y + t * 0.25) * TAU)) * uScale * 2.0 - t;
    light = wave(place);
  } else if (uShape < 2.5) {
    vec2 q = p * uScale * 2.0;
    float bend = 0.25 * sin((q.x + q.y) * 0.7 + t * TAU * 0.25);
    light = wave(q.x + bend - t * 0.5) * wave(q.y - bend + 0.25);
    place = (q.x + q.y) * 0.2 + t * 0.5;
  } else if (uShape < 3.5) {
    vec2 q = p * uScale * 2.2;
    float w = sin(q.x * 2.1 + t * TAU * 0.31) + sin(q.y * 2.7 - t * TAU * 0.23)
      + sin((q.x + q.y) * 1.7 + t * TAU * 0.19) + sin(length(q - vec2(sin(t * 1.1), cos(t * 0.9))) * 3.3 - t * TAU * 0.4);
    place = w * 0.25;
    light = mix(wave(w * 0.5), 0.5 + 0.5 * sin(w * 1.6), uSoftness);
  } else if (uShape < 4.5) {
    place = a * 4.0 + log(max(r, 0.001)) * uScale * 0.6 - t;
    light = wave(place);
    fade = smoothstep(0.0, 0.06, r);
  } else if (uShape < 5.5) {
    float depth = 0.35 / max(r, 0.001);
    float bars = wave(a * 8.0 + 0.1 * sin(depth + t * TAU * 0.2));
    light = wave(depth * uScale * 0.8 + t) * mix(0.35, 1.0, bars);
    place = depth * 0.25 + t;
    fade = smoothstep(0.02, 0.45, r);
  } else if (uShape < 6.5) {
    float petals = 0.32 + 0.13 * cos(a * TAU * 6.0 + t * TAU * 0.5) + 0.05 * cos(a * TAU * 3.0 - t * TAU * 0.3);
    place = r / petals * uScale * 0.8 - t;
    light = wave(place);
  } else {
    vec2 q = p * uScale * 3.0 + vec2(0.0, t * 0.5);
    vec2 cell = floor(q);
    float grow = 0.3 + 0.16 * sin(t * TAU * 0.5 + cell.x * 1.7 + cell.y * 2.3);
    float edge = mix(0.02, 0.4, uSoftness);
    light = 1.0 - smoothstep(grow - edge * 0.5, grow + edge * 0.5, length(fract(q) - 0.5));
    place = (cell.x * 0.7 + cell.y * 0.3) * 0.3 + t * 0.3;
  }
  float turns = uHue + uSpread * 0.5 * sin(place * TAU * 0.5 + r * 2.0);
  vec3 colour = oklch(mix(0.16, 0.78, light), mix(0.05, 0.19, light), turns);
  colour *= mix(0.08, 1.0, light) * fade;
  return vec4(colour, 1.0);
}
`;

/** A moving geometric picture made from nothing: where most patches begin. */
export const pattern = defineModule({
  type: "video.pattern",
  version: 1,
  kind: "video",
  title: "Pattern",
  summary: "Moving rings, stripes, grids, plasma, spirals, tunnels, petals and dots.",
  help: "A source of picture that needs nothing before it. Choose a shape, then turn Scale and Speed; Spread lets the colour wander around Hue. Low Softness gives hard graphic edges, high Softness gives glowing waves.",
  aliases: ["generator", "rings", "stripes", "tunnel", "plasma", "shape", "source", "osc", "gradient"],
  inputs: {},
  outputs: { video: video("Picture") },
  parameters: {
    shape: choice({
      label: "Shape",
      options: {
        rings: "Rings",
        stripes: "Stripes",
        grid: "Grid",
        plasma: "Plasma",
        spiral: "Spiral",
        tunnel: "Tunnel",
        petals: "Petals",
        dots: "Dots",
      },
      default: "spiral",
      summary: "Which picture is drawn.",
    }),
    hue: number({
      label: "Hue",
      unit: "turns",
      min: 0,
      max: 1,
      default: 0.02,
      summary: "Colour, once around the wheel.",
    }),
    scale: number({
      label: "Scale",
      unit: "ratio",
      min: 0.25,
      max: 16,
      default: 2,
      curve: "exponential",
      summary: "How many shapes fit into the picture.",
    }),
    speed: number({
      label: "Speed",
      unit: "Hz",
      min: -4,
      max: 4,
      default: 0.25,
      summary: "Waves that pass each second; below zero they run backwards.",
    }),
    softness: number({
      label: "Softness",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0.7,
      summary: "From hard edges to smooth waves.",
    }),
    spread: number({
      label: "Spread",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0.25,
      summary: "How far colours wander from the hue.",
    }),
  },
  face: ["shape", "hue", "scale", "speed"],
  video: { kind: "pass", fragment: FRAGMENT },
  example: {
    modules: {
      rings: { type: "video.pattern", parameters: { shape: "rings", hue: 0.6 } },
      mirror: { type: "video.kaleidoscope" },
      screen: { type: "io.video-output" },
    },
    connections: ["rings.video -> mirror.video", "mirror.video -> screen.video"],
  },
});
