/** Angles of shaders are in turns; this many radians make one. */
export const TAU_GLSL = "const float TAU = 6.28318530718;\n";

/**
 * `oklch(lightness, chroma, turns)`: an evenly stepping colour wheel, as display RGB.
 * Björn Ottosson, “A perceptual color space for image processing”, 2020.
 */
export const OKLCH_GLSL = `
vec3 toDisplay(vec3 c) {
  c = clamp(c, 0.0, 1.0);
  return mix(c * 12.92, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(vec3(0.0031308), c));
}
vec3 oklch(float lightness, float chroma, float turns) {
  float a = chroma * cos(turns * 6.28318530718);
  float b = chroma * sin(turns * 6.28318530718);
  float l = lightness + 0.3963377774 * a + 0.2158037573 * b;
  float m = lightness - 0.1055613458 * a - 0.0638541728 * b;
  float s = lightness - 0.0894841775 * a - 1.2914855480 * b;
  l = l * l * l; m = m * m * m; s = s * s * s;
  return toDisplay(vec3(
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
}
`;

/** Repeatable noise without tables: `hash2`, `hash1` and smooth `valueNoise`, all 0 to 1. PCG2D after Jarzynski and Olano, 2020. */
export const NOISE_GLSL = `
vec2 hash2(vec2 p) {
  uvec2 v = uvec2(ivec2(floor(p)) + 32768);
  v = v * 1664525u + 1013904223u;
  v.x += v.y * 1664525u;
  v.y += v.x * 1664525u;
  v ^= v >> 16u;
  v.x += v.y * 1664525u;
  v.y += v.x * 1664525u;
  v ^= v >> 16u;
  return vec2(v >> 8u) / 16777216.0;
}
float hash1(vec2 p) { return hash2(p).x; }
float valueNoise(vec2 p) {
  vec2 i = floor(p);
  vec2 f = p - i;
  f = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
  return mix(mix(hash1(i), hash1(i + vec2(1, 0)), f.x), mix(hash1(i + vec2(0, 1)), hash1(i + vec2(1, 1)), f.x), f.y);
}
`;

/** `turned(p, turns)`: a point turned about the origin; `centred(uv)`: −0.5 to 0.5 in height, wider in width. */
export const PLANE_GLSL = `
vec2 turned(vec2 p, float turns) {
  float c = cos(turns * 6.28318530718);
  float s = sin(turns * 6.28318530718);
  return vec2(c * p.x - s * p.y, s * p.x + c * p.y);
}
vec2 centred(vec2 uv) { return (uv - 0.5) * vec2(uSize.x / uSize.y, 1.0); }
vec2 uncentred(vec2 p) { return p * vec2(uSize.y / uSize.x, 1.0) + 0.5; }
`;

/** `shiftHue(rgb, turns)`: turns colours about the grey axis. */
export const HUE_GLSL = `
vec3 shiftHue(vec3 c, float turns) {
  float a = turns * 6.28318530718;
  vec3 k = vec3(0.57735026919);
  return c * cos(a) + cross(k, c) * sin(a) + k * dot(k, c) * (1.0 - cos(a));
}
`;
