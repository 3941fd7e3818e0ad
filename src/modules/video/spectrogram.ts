import { audio, defineModule, video } from "#engine/module-definition.ts";
import { choice, number } from "#engine/parameter.ts";
import { WAVEFORM_FRAMES } from "#engine/telemetry.ts";

/** Rows of 512 sample frames at 48 kHz; loudness 0 to 1 stands for −120 to 0 dB of full scale. */
const FRAGMENT = `
const float ROWS_PER_SECOND = 93.75;
vec3 ramp(float x, vec3 a, vec3 b, vec3 c, vec3 d, vec3 e) {
  vec3 low = mix(mix(a, b, clamp(x * 4.0, 0.0, 1.0)), c, clamp(x * 4.0 - 1.0, 0.0, 1.0));
  return mix(mix(low, d, clamp(x * 4.0 - 2.0, 0.0, 1.0)), e, clamp(x * 4.0 - 3.0, 0.0, 1.0));
}
vec3 painted(float x) {
  if (uPalette < 0.5) return ramp(x, vec3(0.0), vec3(0.22, 0.03, 0.33), vec3(0.83, 0.16, 0.32), vec3(1.0, 0.62, 0.16), vec3(1.0, 0.98, 0.86));
  if (uPalette < 1.5) return ramp(x, vec3(0.0), vec3(0.02, 0.11, 0.3), vec3(0.02, 0.42, 0.56), vec3(0.27, 0.85, 0.75), vec3(0.95, 1.0, 0.94));
  if (uPalette < 2.5) return ramp(x, vec3(0.0), vec3(0.15, 0.07, 0.42), vec3(0.1, 0.5, 0.52), vec3(0.5, 0.86, 0.36), vec3(1.0, 0.96, 0.74));
  if (uPalette < 3.5) return ramp(x, vec3(0.0), vec3(0.0, 0.0, 0.6), vec3(0.0, 0.75, 0.2), vec3(1.0, 0.75, 0.0), vec3(1.0, 0.2, 0.1));
  return vec3(x);
}
vec4 effect(vec2 uv) {
  float age = (1.0 - uv.x) * 5.0 / uSpeed;
  float band = uScale < 0.5 ? uv.y : log(mix(1.0, 1000.0, uv.y)) / log(1000.0);
  float row = fract(uNewest - age * ROWS_PER_SECOND / float(textureSize(uSignal, 0).y));
  float decibels = (texture(uSignal, vec2(band, row)).r - 1.0) * 120.0;
  float light = clamp((decibels - uFloor) / -uFloor, 0.0, 1.0);
  return vec4(painted(light), 1.0);
}
`;

/** The pitches of a sound as a picture that scrolls with time. */
export const spectrogram = defineModule({
  type: "video.spectrogram",
  version: 1,
  kind: "video",
  title: "Spectrogram",
  summary: "Draws the pitches of a sound as a picture that scrolls by.",
  help: "Cable a sound into it: low is at the bottom, now is at the right. Raise Floor to keep only what is loud, lower it to see breath and room. Mirrored with a kaleidoscope it makes living textures.",
  aliases: ["spectrum", "fft", "frequency", "sonogram", "waterfall", "analyser picture"],
  inputs: { audio: audio("Sound") },
  outputs: { video: video("Picture") },
  parameters: {
    speed: number({
      label: "Speed",
      unit: "ratio",
      min: 0.25,
      max: 5,
      default: 1,
      curve: "exponential",
      summary: "How fast it scrolls; at 1 five seconds fill the picture.",
    }),
    scale: choice({
      label: "Frequency",
      options: { log: "Octaves", linear: "Hertz" },
      default: "log",
      summary: "Equal height for each octave, as we hear, or for each hertz.",
    }),
    floor: number({
      label: "Floor",
      unit: "dB",
      min: -120,
      max: -20,
      default: -90,
      summary: "What is softer than this stays black.",
    }),
    palette: choice({
      label: "Palette",
      options: { ember: "Ember", ocean: "Ocean", aurora: "Aurora", classic: "Classic", grey: "Grey" },
      default: "ember",
      summary: "Colours from soft to loud.",
    }),
  },
  face: ["speed", "scale", "floor", "palette"],
  audio: { kernel: "scope", stateBytes: 0, telemetryWords: 1 + 2 * WAVEFORM_FRAMES },
  video: { kind: "signal", source: "spectrum", fragment: FRAGMENT },
  example: {
    modules: {
      noise: { type: "audio.noise" },
      sweep: { type: "control.lfo" },
      filter: { type: "audio.filter", parameters: { mode: "bandpass", resonance: 0.7 } },
      spectrogram: { type: "video.spectrogram" },
      screen: { type: "io.video-output" },
    },
    connections: [
      "noise.audio -> filter.audio",
      "sweep.value -> filter.cutoff",
      "filter.audio -> spectrogram.audio",
      "spectrogram.video -> screen.video",
    ],
  },
});
