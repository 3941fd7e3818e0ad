import { audio, defineModule, video } from "#engine/module-definition.ts";
import { choice, number, toggle } from "#engine/parameter.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import { WAVEFORM_FRAMES } from "#engine/telemetry.ts";
import { OKLCH_GLSL, PLANE_GLSL } from "./glsl.ts";

const FRAGMENT = `${PLANE_GLSL}${OKLCH_GLSL}
const float RATE = ${SAMPLE_RATE}.0;
vec2 beamAt(float x, float start, float share) {
  float across = clamp(x * uSize.y / uSize.x + 0.5, 0.0, 1.0);
  return texture(uSignal, vec2(clamp(start + across * share, 0.0, 1.0), 0.5)).rg * uScale * 0.4;
}
vec2 squaredDistance(float y, float x0, vec2 y0, float x1, vec2 y1) {
  vec2 rise = y1 - y0;
  float run = x1 - x0;
  vec2 t = clamp((-x0 * run + (y - y0) * rise) / (run * run + rise * rise), 0.0, 1.0);
  vec2 dx = x0 + t * run;
  vec2 dy = y0 + t * rise - y;
  return dx * dx + dy * dy;
}
vec4 lit(vec2 core, vec2 halo) {
  vec3 left = oklch(0.78, 0.19, uHue);
  vec3 right = oklch(0.78, 0.19, uHue + 0.14);
  vec3 light = left * (core.x + halo.x) + right * (core.y + halo.y);
  float hot = clamp(max(core.x, core.y), 0.0, 1.0);
  light += vec3(0.35) * hot * hot;
  float alpha = clamp(max(light.r, max(light.g, light.b)), 0.0, 1.0);
  return vec4(min(light / max(alpha, 0.001), 1.0), alpha);
}
vec4 effect(vec2 uv) {
  vec2 p = centred(uv);
  float pixel = 1.0 / uSize.y;
  float radius = max(uThickness * 0.0018, 0.6 * pixel);
  if (uMode < 0.5) {
    float share = uWindow * RATE / float(textureSize(uSignal, 0).x);
    float start = uSync > 0.5 ? uTrigger : 1.0 - share;
    float reach = mix(0.02, 0.1, uGlow) + radius;
    vec2 nearest = vec2(9.0);
    float x0 = -reach;
    vec2 y0 = beamAt(p.x + x0, start, share);
    for (int i = -5; i <= 6; i++) {
      float k = float(i) / 6.0;
      float x1 = sign(k) * k * k * reach;
      vec2 y1 = beamAt(p.x + x1, start, share);
      nearest = min(nearest, squaredDistance(p.y, x0, y0, x1, y1));
      x0 = x1;
      y0 = y1;
    }
    nearest = sqrt(nearest);
    vec2 core = 1.0 - smoothstep(radius - 0.5 * pixel, radius + pixel, nearest);
    vec2 fall = clamp(1.0 - nearest / reach, 0.0, 1.0);
    return lit(core * 0.62, fall * fall * fall * uGlow * 0.8);
  }
  vec2 at = p / (0.9 * uScale) + 0.5;
  vec2 wide = vec2(radius) / (0.9 * uScale);
  float core = texture(uTrace, at).r;
  core = max(core, texture(uTrace, at + wide * vec2(0.7, 0.7)).r);
  core = max(core, texture(uTrace, at + wide * vec2(-0.7, 0.7)).r);
  core = max(core, texture(uTrace, at + wide * vec2(0.7, -0.7)).r);
  core = max(core, texture(uTrace, at - wide * vec2(0.7, 0.7)).r);
  vec2 inside = step(vec2(0.0), at) * step(at, vec2(1.0));
  vec2 halo = texture(uTrace, at).gb;
  float seen = inside.x * inside.y;
  float around = (halo.x * 0.9 + halo.y * 2.2) * uGlow * seen;
  return lit(vec2(core * seen, 0.0), vec2(around * 0.75, around * 0.25));
}
`;

/** Draws sound as light: the wave over time, or left against right. */
export const oscilloscope = defineModule({
  type: "video.oscilloscope",
  version: 1,
  kind: "video",
  title: "Oscilloscope",
  summary: "Draws a sound as a glowing line.",
  help: "Cable a sound into it. “Time” shows the wave, left and right in neighbouring colours; Trigger holds a steady tone still. “X/Y” lets left move the beam sideways and right up and down, so phase and harmony become figures. Put Feedback behind it for afterglow.",
  aliases: ["scope", "waveform", "lissajous", "xy", "vectorscope", "sound to picture"],
  inputs: { audio: audio("Sound") },
  outputs: { video: video("Picture") },
  parameters: {
    mode: choice({
      label: "Mode",
      options: { time: "Time", xy: "X/Y" },
      default: "time",
      summary: "The wave from left to right, or left channel against right.",
    }),
    scale: number({
      label: "Scale",
      unit: "ratio",
      min: 0.1,
      max: 10,
      default: 1,
      curve: "exponential",
      summary: "How far the beam swings.",
    }),
    window: number({
      label: "Time",
      unit: "seconds",
      min: 0.001,
      max: 0.04,
      default: 0.02,
      curve: "exponential",
      summary: "How much sound is seen from left to right; X/Y doesn't use it.",
    }),
    sync: toggle({
      label: "Trigger",
      default: true,
      summary: "Begins where the left channel rises through zero, so that tones stand still.",
    }),
    thickness: number({
      label: "Thickness",
      unit: "ratio",
      min: 0.25,
      max: 8,
      default: 1,
      curve: "exponential",
      summary: "Width of the line.",
    }),
    hue: number({
      label: "Hue",
      unit: "turns",
      min: 0,
      max: 1,
      default: 0.42,
      summary: "Colour, once around the wheel.",
    }),
    glow: number({
      label: "Glow",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0.6,
      summary: "Light around the line.",
    }),
  },
  face: ["mode", "scale", "hue", "glow"],
  audio: { kernel: "scope", stateBytes: 0, telemetryWords: 1 + 2 * WAVEFORM_FRAMES },
  video: { kind: "signal", source: "waveform", fragment: FRAGMENT },
  example: {
    modules: {
      tone: { type: "audio.oscillator" },
      scope: { type: "video.oscilloscope" },
      trail: { type: "video.feedback", parameters: { amount: 0.7 } },
      screen: { type: "io.video-output" },
    },
    connections: ["tone.audio -> scope.audio", "scope.video -> trail.video", "trail.video -> screen.video"],
  },
});
