import { audio, defineModule } from "#engine/module-definition.ts";
import { choice, number } from "#engine/parameter.ts";

export const noise = defineModule({
  type: "audio.noise",
  version: 1,
  kind: "audio",
  title: "Noise",
  summary: "White or pink noise, different on the left and on the right.",
  help:
    "The raw material of hats, snares, wind and sea. Send it through a filter for its colour and an amplifier with an envelope for its length. " +
    "Pink noise has less treble and sounds more natural. The same patch always makes the same noise.",
  aliases: ["white", "pink", "hiss", "random"],
  inputs: {},
  outputs: { audio: audio("Sound") },
  parameters: {
    colour: choice({
      label: "Colour",
      options: { white: "White", pink: "Pink" },
      default: "white",
      summary: "White is even over all frequencies, pink falls by 3 dB an octave.",
    }),
    level: number({
      label: "Level",
      unit: "dB",
      min: -60,
      max: 6,
      default: -6,
      summary: "Loudness; the lowest value is silence.",
    }),
  },
  audio: { kernel: "noise", stateBytes: 128, channels: "stereo" },
  example: {
    modules: {
      noise: { type: "audio.noise", parameters: { colour: "pink", level: -18 } },
      output: { type: "io.audio-output" },
    },
    connections: ["noise.audio -> output.audio"],
  },
});
