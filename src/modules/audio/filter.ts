import { audio, defineModule } from "#engine/module-definition.ts";
import { choice, number } from "#engine/parameter.ts";

export const filter = defineModule({
  type: "audio.filter",
  version: 1,
  kind: "audio",
  title: "Filter",
  summary: "Lets low, middle or high frequencies through.",
  help:
    "Lowpass takes the brightness away above Cutoff, highpass the weight below it, bandpass leaves what lies around it. " +
    "Resonance stresses the cutoff itself. Cable an envelope or an LFO into Cutoff to make it move.",
  aliases: ["lowpass", "highpass", "bandpass", "vcf", "svf", "equaliser"],
  inputs: { audio: audio("Sound") },
  outputs: { audio: audio("Sound") },
  parameters: {
    mode: choice({
      label: "Mode",
      options: { lowpass: "Lowpass", bandpass: "Bandpass", highpass: "Highpass" },
      default: "lowpass",
      summary: "Which side of the cutoff is heard.",
    }),
    cutoff: number({
      label: "Cutoff",
      unit: "Hz",
      min: 20,
      max: 20_000,
      default: 1_000,
      curve: "exponential",
      summary: "The frequency at which it begins to take effect.",
    }),
    resonance: number({
      label: "Resonance",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0.2,
      summary: "How much the cutoff stands out; near 1 it rings.",
    }),
  },
  bypass: { audio: "audio" },
  audio: { kernel: "filter", stateBytes: 0, stateBytesPerQuad: 32, channels: "as-input" },
  example: {
    modules: {
      oscillator: { type: "audio.oscillator", parameters: { octave: -1 } },
      lfo: { type: "control.lfo", parameters: { rate: 0.3 } },
      filter: { type: "audio.filter", parameters: { cutoff: 200, resonance: 0.6 } },
      output: { type: "io.audio-output", parameters: { level: -12 } },
    },
    connections: ["oscillator.audio -> filter.audio", "lfo.value -> filter.cutoff", "filter.audio -> output.audio"],
  },
});
