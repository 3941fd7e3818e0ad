import { choice } from "#engine/parameter.ts";

/** How one picture is laid over another, in `blend` and in the mixer alike. */
export const blendMode = (byDefault: "add" | "screen" | "alpha") =>
  choice({
    label: "Mode",
    options: {
      add: "Add",
      screen: "Screen",
      multiply: "Multiply",
      difference: "Difference",
      overlay: "Overlay",
      alpha: "Over",
    },
    default: byDefault,
    summary: "How the light of both pictures is joined.",
  });

/** `laid(below, above, amount)` joins two plain RGBA pictures in the mode of `uMode`; `above` counts by its alpha times `amount`. */
export const BLENDING_GLSL = `
vec4 laid(vec4 below, vec4 above, float amount) {
  vec3 a = below.rgb * below.a;
  vec3 b = above.rgb;
  float share = above.a * amount;
  vec3 joined;
  if (uMode < 0.5) joined = a + b;
  else if (uMode < 1.5) joined = 1.0 - (1.0 - min(a, 1.0)) * (1.0 - b);
  else if (uMode < 2.5) joined = a * b;
  else if (uMode < 3.5) joined = abs(a - b);
  else if (uMode < 4.5) joined = mix(2.0 * a * b, 1.0 - 2.0 * (1.0 - a) * (1.0 - b), step(vec3(0.5), a));
  else joined = b;
  float alpha = below.a + share * (1.0 - below.a);
  vec3 light = mix(a, joined, share);
  return vec4(light / max(alpha, 0.0001), alpha);
}
`;
