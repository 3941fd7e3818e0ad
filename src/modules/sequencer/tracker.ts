import { defineModule, events } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";

/** Plays a pattern of notes in time with the transport. */
export const tracker = defineModule({
  type: "sequencer.tracker",
  version: 1,
  kind: "sequencer",
  title: "Tracker",
  summary: "Plays a pattern of notes, row by row, in time with the transport.",
  help: "Connect “Notes” to whatever should play: an oscillator and its envelope, a sampler, a drum. Each row of the pattern has a note, a volume, a length in rows and a chance of playing. Several trackers run side by side, each with its own pattern and length. Bypassed, it plays nothing.",
  aliases: ["sequencer", "pattern", "step sequencer", "notes"],
  inputs: {},
  outputs: { notes: events("Notes") },
  parameters: {
    transpose: number({
      label: "Transpose",
      unit: "semitones",
      min: -48,
      max: 48,
      default: 0,
      step: 1,
      summary: "Moves every note up or down.",
    }),
    gate: number({
      label: "Gate",
      unit: "ratio",
      min: 0.05,
      max: 4,
      default: 1,
      curve: "exponential",
      summary: "Makes every note shorter or longer than its row says.",
    }),
    volume: number({
      label: "Volume",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 1,
      summary: "Scales the volume of every note.",
    }),
  },
  face: [],
  sequencer: "tracker",
  example: {
    modules: {
      tracker: { type: "sequencer.tracker" },
      oscillator: { type: "audio.oscillator" },
      output: { type: "io.audio-output" },
    },
    connections: ["tracker.notes -> oscillator.notes", "oscillator.audio -> output.audio"],
  },
});
