import { defineModule, video } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";

const FRAGMENT = `
vec4 effect(vec2 uv) {
  float sigma = max(0.001, uRadius * 0.01 * 0.5) * uSize.y;
  vec2 stride = uDirection / uSize * max(1.0, sigma * 0.25);
  float k = max(1.0, sigma * 0.25) / sigma;
  vec4 sum = texture(uVideo, uv);
  sum.rgb *= sum.a;
  float total = 1.0;
  for (int i = 1; i <= 11; i++) {
    float x = float(i) * k;
    float weight = exp(-0.5 * x * x);
    vec4 a = texture(uVideo, uv + stride * float(i));
    vec4 b = texture(uVideo, uv - stride * float(i));
    sum += weight * (vec4(a.rgb * a.a, a.a) + vec4(b.rgb * b.a, b.a));
    total += 2.0 * weight;
  }
  sum /= total;
  return vec4(sum.rgb / max(sum.a, 0.0001), sum.a);
}
`;

/** A Gaussian blur, drawn once across and once down. */
export const blur = defineModule({
  type: "video.blur",
  version: 1,
  kind: "video",
  title: "Blur",
  summary: "Softens a picture.",
  help: "Spreads every point of light over its surroundings. Radius is a share of the picture's height, so it looks the same at any resolution. Blend the blurred picture over the sharp one with Screen for a glow.",
  aliases: ["soft", "gaussian", "glow", "defocus"],
  inputs: { video: video("Picture") },
  outputs: { video: video("Picture") },
  parameters: {
    radius: number({
      label: "Radius",
      unit: "percent",
      min: 0,
      max: 12,
      default: 2,
      summary: "How far light spreads, in percent of the height.",
    }),
  },
  bypass: { video: "video" },
  video: { kind: "separable", fragment: FRAGMENT },
  example: {
    modules: {
      grid: { type: "video.pattern", parameters: { shape: "grid", softness: 0 } },
      soft: { type: "video.blur" },
      glow: { type: "video.blend", parameters: { mode: "screen" } },
      screen: { type: "io.video-output" },
    },
    connections: [
      "grid.video -> soft.video",
      "grid.video -> glow.a",
      "soft.video -> glow.b",
      "glow.video -> screen.video",
    ],
  },
});
