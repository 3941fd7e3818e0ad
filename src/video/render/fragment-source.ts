import type { VideoRealisation } from "#engine/module-definition.ts";

/** The name a parameter or an input has in a shader: `cutoff` is `uCutoff`. */
export const uniformName = (key: string): string => `u${key.charAt(0).toUpperCase()}${key.slice(1)}`;

/** Uniforms every effect has beside its own, see `VideoRealisation`. */
const COMMON_FLOATS = ["uTime", "uDelta", "uBeat", "uSeed", "uPhase"] as const;

/** The full-screen triangle: `vPlace` is 0 to 1 over the picture, from its bottom left. */
export const VERTEX_SOURCE = `#version 300 es
in vec2 aPosition;
out vec2 vPlace;
void main() {
  vPlace = aPosition * 0.5 + 0.5;
  gl_Position = vec4(aPosition, 0.0, 1.0);
}
`;

/** What a shader is made of. */
export interface EffectShape {
  readonly fragment: string;
  readonly floats: readonly string[];
  readonly textures: readonly string[];
  /** `uDirection` of the two halves of a separable effect. */
  readonly directed: boolean;
}

/** Lists the uniforms of an effect by the keys of its parameters and video inputs; undefined for what draws without a shader of its own. */
export function effectShape(
  video: VideoRealisation,
  parameters: readonly string[],
  inputs: readonly string[],
): EffectShape | undefined {
  if (!("fragment" in video)) return undefined;
  const own = parameters.map(uniformName);
  const connected = inputs.map((key) => `${uniformName(key)}Connected`);
  const signal = video.kind === "signal";
  return {
    fragment: video.fragment,
    floats: [...new Set([...COMMON_FLOATS, ...own, ...connected, ...(signal ? ["uTrigger", "uNewest"] : [])])],
    textures: [
      ...inputs.map(uniformName),
      ...(video.kind === "feedback" ? ["uPrevious"] : []),
      ...(signal ? ["uSignal", "uTrace"] : []),
    ],
    directed: video.kind === "separable",
  };
}

/**
 * The whole text of a fragment shader around a definition's `vec4 effect(vec2 uv)`. What is not a number is written as black:
 * a picture that sees its own past would keep it for ever.
 */
export function fragmentSource({ fragment, floats, textures, directed }: EffectShape): string {
  return `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
in vec2 vPlace;
out vec4 oColour;
uniform vec2 uSize;
${directed ? "uniform vec2 uDirection;\n" : ""}${floats.map((name) => `uniform float ${name};\n`).join("")}${textures.map((name) => `uniform sampler2D ${name};\n`).join("")}
#line 1
${fragment}
void main() {
  vec4 c = effect(vPlace);
  bvec4 broken = bvec4(ivec4(isnan(c)) + ivec4(isinf(c)));
  oColour = any(broken) ? vec4(0.0, 0.0, 0.0, 1.0) : c;
}
`;
}

/** Copies a texture. `uTop` 1: its first row is the top. `uCover`: what share of it is seen each way. Outside of it is clear. */
export const COPY_SHAPE: EffectShape = {
  fragment: `
vec4 effect(vec2 uv) {
  vec2 at = (uv - 0.5) * vec2(uAcross, uUp) + 0.5;
  vec2 inside = step(vec2(0.0), at) * step(at, vec2(1.0));
  at.y = uTop > 0.5 ? 1.0 - at.y : at.y;
  vec4 c = texture(uPicture, at);
  return vec4(c.rgb, c.a * uGain * inside.x * inside.y);
}
`,
  floats: ["uTop", "uAcross", "uUp", "uGain"],
  textures: ["uPicture"],
  directed: false,
};

/** Lays one copied texture over what is below, by its alpha. */
export const OVER_SHAPE: EffectShape = {
  fragment: `
vec4 effect(vec2 uv) {
  vec2 at = (uv - 0.5) * vec2(uAcross, uUp) + 0.5;
  vec2 inside = step(vec2(0.0), at) * step(at, vec2(1.0));
  at.y = uTop > 0.5 ? 1.0 - at.y : at.y;
  vec4 above = texture(uPicture, at);
  vec4 below = texture(uBelow, uv);
  float share = above.a * uGain * inside.x * inside.y;
  float alpha = share + below.a * (1.0 - share);
  return vec4(mix(below.rgb * below.a, above.rgb, share) / max(alpha, 0.0001), alpha);
}
`,
  floats: ["uTop", "uAcross", "uUp", "uGain"],
  textures: ["uPicture", "uBelow"],
  directed: false,
};

/** The picture as it is shown: over black, opaque, in display range. `uFlip` 1 puts the top into the first row, as memory has it. */
export const SHOW_SHAPE: EffectShape = {
  fragment: `
vec4 effect(vec2 uv) {
  if (uFlip > 0.5) uv.y = 1.0 - uv.y;
  vec4 c = texture(uPicture, uv);
  return vec4(clamp(c.rgb * c.a * uLevel, 0.0, 1.0), 1.0);
}
`,
  floats: ["uLevel", "uFlip"],
  textures: ["uPicture"],
  directed: false,
};

/** The picture as it is shown, many times smaller: sixteen samples keep fine lines from flickering. */
export const SMALL_SHAPE: EffectShape = {
  fragment: `
vec4 effect(vec2 uv) {
  vec3 sum = vec3(0.0);
  for (int y = 0; y < 4; y++) for (int x = 0; x < 4; x++) {
    vec4 c = texture(uPicture, uv + (vec2(x, y) - 1.5) * 0.25 / uSize);
    sum += clamp(c.rgb * c.a, 0.0, 1.0);
  }
  return vec4(sum / 16.0, 1.0);
}
`,
  floats: [],
  textures: ["uPicture"],
  directed: false,
};
