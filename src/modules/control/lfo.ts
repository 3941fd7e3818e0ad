import { control, defineModule } from "#engine/module-definition.ts";
import { choice, number, toggle } from "#engine/parameter.ts";

export const lfo = defineModule({
  type: "control.lfo",
  version: 1,
  kind: "control",
  title: "LFO",
  summary: "A slow wave that moves parameters of sound and picture.",
  help:
    "Cable it into any parameter and set how far with the cable's amount. " +
    "With Sync on it turns once every so many beats and keeps in step with the transport. " +
    "“Random” holds a new value for each turn, the same ones every time the patch plays. Bipolar swings around zero, unipolar from 0 to 1.",
  aliases: ["modulator", "wobble", "vibrato", "random", "sample and hold"],
  inputs: {},
  outputs: { value: control("Value") },
  parameters: {
    wave: choice({
      label: "Wave",
      options: { sine: "Sine", triangle: "Triangle", saw: "Saw", square: "Square", random: "Random" },
      default: "sine",
      summary: "The shape of the movement.",
    }),
    rate: number({
      label: "Rate",
      unit: "Hz",
      min: 0.01,
      max: 50,
      default: 1,
      curve: "exponential",
      summary: "Turns a second, while Sync is off.",
    }),
    sync: toggle({ label: "Sync", summary: "Turns with the beat instead of at Rate." }),
    beats: number({
      label: "Beats",
      unit: "beats",
      min: 0.0625,
      max: 64,
      default: 4,
      curve: "exponential",
      summary: "Beats a turn takes, while Sync is on.",
    }),
    phase: number({
      label: "Phase",
      unit: "turns",
      min: 0,
      max: 1,
      default: 0,
      summary: "Where in its turn it stands at the start.",
    }),
    polarity: choice({
      label: "Polarity",
      options: { unipolar: "Unipolar", bipolar: "Bipolar" },
      default: "unipolar",
      summary: "From 0 to 1, or from −1 to 1.",
    }),
  },
  face: ["wave", "rate", "phase"],
  audio: { kernel: "lfo", stateBytes: 16, channels: "mono" },
  example: {
    modules: {
      lfo: { type: "control.lfo", parameters: { rate: 0.2 } },
      noise: { type: "audio.noise", parameters: { colour: "pink" } },
      filter: { type: "audio.filter", parameters: { cutoff: 300 } },
      output: { type: "io.audio-output", parameters: { level: -12 } },
    },
    connections: ["noise.audio -> filter.audio", "lfo.value -> filter.cutoff", "filter.audio -> output.audio"],
  },
});
