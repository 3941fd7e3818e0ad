import { audio, control, defineModule } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";

export const analyser = defineModule({
  type: "control.analyser",
  version: 1,
  kind: "control",
  title: "Analyser",
  summary: "Turns loudness, bass, middle and treble of a sound into controls.",
  help:
    "Cable a sound into it and its outputs into parameters of the picture, and the picture moves with the music. " +
    "Bass lies below 200 Hz, treble above 4 kHz. Attack and Release say how fast the values rise and fall; raise Gain for soft sounds.",
  aliases: ["envelope follower", "audio reactive", "level", "bands", "beat"],
  inputs: { audio: audio("Sound") },
  outputs: { level: control("Level"), bass: control("Bass"), mid: control("Middle"), treble: control("Treble") },
  parameters: {
    gain: number({
      label: "Gain",
      unit: "dB",
      min: -24,
      max: 48,
      default: 6,
      summary: "Raises soft sounds before they are measured.",
    }),
    attack: number({
      label: "Attack",
      unit: "seconds",
      min: 0.001,
      max: 2,
      default: 0.005,
      curve: "exponential",
      summary: "How fast the values rise.",
    }),
    release: number({
      label: "Release",
      unit: "seconds",
      min: 0.005,
      max: 10,
      default: 0.2,
      curve: "exponential",
      summary: "How fast the values fall.",
    }),
  },
  audio: { kernel: "analyser", stateBytes: 80, channels: "mono" },
  example: {
    modules: {
      tracker: { type: "sequencer.tracker" },
      sampler: { type: "audio.sampler" },
      analyser: { type: "control.analyser" },
      noise: { type: "audio.noise", parameters: { level: -24 } },
      filter: { type: "audio.filter", parameters: { mode: "bandpass", cutoff: 400 } },
      output: { type: "io.audio-output" },
    },
    connections: [
      "tracker.notes -> sampler.notes",
      "sampler.sound -> output.audio",
      "sampler.sound -> analyser.audio",
      "noise.audio -> filter.audio",
      "analyser.level -> filter.cutoff",
      "filter.audio -> output.audio",
    ],
  },
});
