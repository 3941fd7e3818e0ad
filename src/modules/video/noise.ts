import { defineModule, video } from "#engine/module-definition.ts";
import { choice, number } from "#engine/parameter.ts";
import { NOISE_GLSL, OKLCH_GLSL, PLANE_GLSL, TAU_GLSL } from "./glsl.ts";

const FRAGMENT = `${TAU_GLSL}${NOISE_GLSL}${PLANE_GLSL}${OKLCH_GLSL}
float clouds(vec2 p) {
  float sum = 0.0;
  float weight = 0.5;
  float total = 0.0;
  float octaves = mix(1.0, 6.0, uDetail);
  for (int i = 0; i < 6; i++) {
    float share = weight * clamp(octaves - float(i), 0.0, 1.0);
    sum += share * valueNoise(p);
    total += share;
    p = turned(p * 2.03 + 17.3, 0.11);
    weight *= 0.55;
  }
  return sum / total;
}
vec2 cells(vec2 p) {
  vec2 cell = floor(p);
  float nearest = 9.0;
  float second = 9.0;
  for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++) {
    vec2 at = cell + vec2(x, y);
    vec2 h = hash2(at);
    vec2 point = at + 0.5 + 0.42 * sin(TAU * (h + uPhase * (0.25 + 0.5 * h.yx)));
    float d = distance(point, p);
    second = min(second, max(nearest, d));
    nearest = min(nearest, d);
  }
  return vec2(nearest, second - nearest);
}
vec4 effect(vec2 uv) {
  vec2 p = centred(uv) * uScale * 2.0 + uSeed * 61.0;
  float value;
  float tint = 0.0;
  if (uShape < 0.5) {
    vec2 drift = vec2(clouds(p + vec2(uPhase * 0.4, 3.1)), clouds(p + vec2(8.2, -uPhase * 0.33)));
    value = clouds(p + 2.2 * drift - vec2(0.0, uPhase * 0.2));
    tint = drift.x - 0.5;
    value = smoothstep(0.25, 0.78, value);
  } else if (uShape < 1.5) {
    vec2 d = cells(p * 1.3);
    value = mix(1.0 - d.x, smoothstep(0.02, 0.16, d.y) * (1.0 - 0.75 * d.x), uDetail);
    tint = 0.5 - d.x;
  } else if (uShape < 2.5) {
    float c = clouds(p + vec2(uPhase * 0.3, uPhase * 0.2));
    float c2 = clouds(p * 1.3 + 40.0 - vec2(uPhase * 0.25, 0.0));
    value = pow(1.0 - abs(2.0 * mix(c, c2, 0.35) - 1.0), mix(3.0, 12.0, uDetail));
    tint = c2 - 0.5;
  } else {
    vec2 grain = floor(centred(uv) * 160.0 * uScale);
    float frame = floor(uTime * 30.0);
    value = hash1(grain + vec2(mod(frame * 37.0, 8192.0), mod(frame * 17.0, 8192.0)));
    tint = hash1(grain.yx + mod(frame * 11.0, 8192.0)) - 0.5;
  }
  value = clamp((value - 0.5) * uContrast + 0.5, 0.0, 1.0);
  vec3 colour = oklch(mix(0.04, 0.88, value), uColour * 0.2 * (1.0 - 0.5 * value), uHue + 0.35 * tint);
  return vec4(colour * smoothstep(-0.1, 0.3, value), 1.0);
}
`;

/** Textures without repetition: clouds, cells, veins and television snow. */
export const noise = defineModule({
  type: "video.noise",
  version: 1,
  kind: "video",
  title: "Picture noise",
  summary: "Drifting clouds, living cells, veins or white grain.",
  help: "A source of organic texture. Clouds and Veins drift, Cells breathe, Grain is new thirty times a second. Blend it over other pictures, or feed it into a kaleidoscope or feedback.",
  aliases: ["fbm", "clouds", "voronoi", "cells", "static", "snow", "perlin", "texture"],
  inputs: {},
  outputs: { video: video("Picture") },
  parameters: {
    shape: choice({
      label: "Kind",
      options: { clouds: "Clouds", cells: "Cells", veins: "Veins", grain: "Grain" },
      default: "clouds",
      summary: "Which texture is drawn.",
    }),
    hue: number({
      label: "Hue",
      unit: "turns",
      min: 0,
      max: 1,
      default: 0.72,
      summary: "Colour, once around the wheel.",
    }),
    scale: number({
      label: "Scale",
      unit: "ratio",
      min: 0.25,
      max: 16,
      default: 1.5,
      curve: "exponential",
      summary: "How much of the texture fits into the picture.",
    }),
    speed: number({
      label: "Speed",
      unit: "ratio",
      min: -4,
      max: 4,
      default: 0.5,
      summary: "How fast it drifts; below zero the other way.",
    }),
    detail: number({
      label: "Detail",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0.6,
      summary: "Fineness of clouds, darkness of cell walls, thinness of veins.",
    }),
    contrast: number({
      label: "Contrast",
      unit: "ratio",
      min: 0.25,
      max: 4,
      default: 1.2,
      curve: "exponential",
      summary: "From hazy to black and bright.",
    }),
    colour: number({
      label: "Colour",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0.8,
      summary: "From grey to saturated.",
    }),
  },
  face: ["shape", "hue", "scale", "speed"],
  video: { kind: "pass", fragment: FRAGMENT },
  example: {
    modules: { clouds: { type: "video.noise" }, screen: { type: "io.video-output" } },
    connections: ["clouds.video -> screen.video"],
  },
});
