import { audio, defineModule } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";

export const audioOutput = defineModule({
  type: "io.audio-output",
  version: 1,
  kind: "io",
  title: "Audio output",
  summary: "What arrives here is heard and recorded.",
  help:
    "Cable the end of a sound chain into it. Several outputs add up. " +
    "A limiter keeps the sum below full scale, so nothing distorts or hurts; if it works all the time, turn the level down.",
  aliases: ["speaker", "master", "out", "dac", "audioOut"],
  inputs: { audio: audio("Sound") },
  outputs: {},
  parameters: {
    level: number({
      label: "Level",
      unit: "dB",
      min: -60,
      max: 12,
      default: 0,
      summary: "Loudness; the lowest value is silence.",
    }),
  },
  audio: { kernel: "output", stateBytes: 0 },
  example: {
    modules: {
      oscillator: { type: "audio.oscillator", parameters: { wave: "sine" } },
      output: { type: "io.audio-output", parameters: { level: -12 } },
    },
    connections: ["oscillator.audio -> output.audio"],
  },
});
