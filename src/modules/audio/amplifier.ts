import { audio, control, defineModule } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";

export const amplifier = defineModule({
  type: "audio.amplifier",
  version: 1,
  kind: "audio",
  title: "Amplifier",
  summary: "Makes a sound louder or softer, by hand or by a control.",
  help:
    "Cable an envelope into Level to give each note its shape, or an LFO for tremolo; with nothing in Level the sound passes at Gain. " +
    "A sound that isn't split in voices follows the loudest voice of the envelope.",
  aliases: ["vca", "gain", "volume", "level"],
  inputs: { audio: audio("Sound"), level: control("Level") },
  outputs: { audio: audio("Sound") },
  parameters: {
    gain: number({
      label: "Gain",
      unit: "dB",
      min: -60,
      max: 24,
      default: 0,
      summary: "Loudness; the lowest value is silence.",
    }),
  },
  bypass: { audio: "audio" },
  audio: { kernel: "amplifier", stateBytes: 0, channels: "as-input" },
  example: {
    modules: {
      oscillator: { type: "audio.oscillator" },
      lfo: { type: "control.lfo", parameters: { rate: 4 } },
      amplifier: { type: "audio.amplifier", parameters: { gain: -12 } },
      output: { type: "io.audio-output" },
    },
    connections: [
      "oscillator.audio -> amplifier.audio",
      "lfo.value -> amplifier.level",
      "amplifier.audio -> output.audio",
    ],
  },
});
