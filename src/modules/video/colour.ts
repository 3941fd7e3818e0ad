import { defineModule, video } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";
import { HUE_GLSL, OKLCH_GLSL } from "./glsl.ts";

const FRAGMENT = `${HUE_GLSL}${OKLCH_GLSL}
vec4 effect(vec2 uv) {
  vec4 c = texture(uVideo, uv);
  vec3 rgb = shiftHue(c.rgb, uHue);
  float luma = dot(rgb, vec3(0.2126, 0.7152, 0.0722));
  rgb = mix(vec3(luma), rgb, uSaturation);
  rgb = (rgb * uBrightness - 0.5) * uContrast + 0.5;
  rgb = mix(rgb, 1.0 - rgb, uInvert);
  float light = clamp(dot(rgb, vec3(0.2126, 0.7152, 0.0722)), 0.0, 1.0);
  rgb = mix(rgb, oklch(light, 0.2 * sqrt(light) * (1.2 - light), uTintHue), uTint);
  return vec4(clamp(rgb, 0.0, 1.0), c.a);
}
`;

/** Grades a picture. */
export const colour = defineModule({
  type: "video.colour",
  version: 1,
  kind: "video",
  title: "Colour",
  summary: "Turns hue and sets saturation, brightness, contrast, inversion and tint.",
  help: "Grades the picture that comes in. Let a slow control turn Hue, or an analyser lift Brightness with the beat. Tint paints everything in one colour, from dark to light.",
  aliases: ["color", "grade", "hue", "saturation", "brightness", "contrast", "invert", "tint", "levels"],
  inputs: { video: video("Picture") },
  outputs: { video: video("Picture") },
  parameters: {
    hue: number({
      label: "Hue",
      unit: "turns",
      min: -0.5,
      max: 0.5,
      default: 0,
      summary: "Turns all colours around the wheel.",
    }),
    saturation: number({
      label: "Saturation",
      unit: "ratio",
      min: 0,
      max: 2,
      default: 1,
      summary: "0 is grey, 1 as it comes, 2 vivid.",
    }),
    brightness: number({
      label: "Brightness",
      unit: "ratio",
      min: 0,
      max: 2,
      default: 1,
      summary: "0 is black, 1 as it comes.",
    }),
    contrast: number({
      label: "Contrast",
      unit: "ratio",
      min: 0,
      max: 3,
      default: 1,
      summary: "0 is flat grey, 1 as it comes.",
    }),
    invert: number({ label: "Invert", unit: "ratio", min: 0, max: 1, default: 0, summary: "1 is the negative." }),
    tint: number({
      label: "Tint",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0,
      summary: "How much one colour takes over.",
    }),
    tintHue: number({
      label: "Tint hue",
      unit: "turns",
      min: 0,
      max: 1,
      default: 0.12,
      summary: "The colour of the tint.",
    }),
  },
  face: ["hue", "saturation", "brightness", "contrast"],
  bypass: { video: "video" },
  video: { kind: "pass", fragment: FRAGMENT },
  example: {
    modules: {
      plasma: { type: "video.pattern", parameters: { shape: "plasma" } },
      grade: { type: "video.colour", parameters: { hue: 0.3, contrast: 1.4 } },
      screen: { type: "io.video-output" },
    },
    connections: ["plasma.video -> grade.video", "grade.video -> screen.video"],
  },
});
