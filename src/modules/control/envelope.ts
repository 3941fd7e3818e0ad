import { control, defineModule, events } from "#engine/module-definition.ts";
import { number } from "#engine/parameter.ts";

const seconds = (label: string, standard: number, summary: string) =>
  number({ label, unit: "seconds", min: 0.001, max: 20, default: standard, curve: "exponential", summary });

export const envelope = defineModule({
  type: "control.envelope",
  version: 1,
  kind: "control",
  title: "Envelope",
  summary: "Rises and falls with each note: attack, decay, sustain, release.",
  help:
    "Cable the same tracker into it as into the oscillator, give both as many voices, and send it to an amplifier's Level or a filter's Cutoff. " +
    "A note rises to its peak in Attack, falls in Decay to Sustain while it is held, and dies away in Release. " +
    "Velocity says how far the note's volume sets the peak.",
  aliases: ["adsr", "eg", "attack", "release", "shape"],
  inputs: { notes: events("Notes") },
  outputs: { value: control("Level") },
  parameters: {
    attack: seconds("Attack", 0.005, "Time from the start of a note to its peak."),
    decay: seconds("Decay", 0.3, "Time from the peak to the sustain level."),
    sustain: number({
      label: "Sustain",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0.6,
      summary: "Level while the note is held, as a share of its peak.",
    }),
    release: seconds("Release", 0.3, "Time to die away after the note ends."),
    velocity: number({
      label: "Velocity",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 1,
      summary: "How far a note's volume sets the peak; at 0 every note is as strong.",
    }),
    voices: number({
      label: "Voices",
      unit: "count",
      min: 1,
      max: 16,
      default: 4,
      step: 1,
      summary: "As many as the sound it shapes has.",
    }),
  },
  face: ["attack", "decay", "sustain", "release"],
  audio: { kernel: "envelope", stateBytes: 0, stateBytesPerQuad: 64, channels: "voices" },
  example: {
    modules: {
      tracker: { type: "sequencer.tracker" },
      oscillator: { type: "audio.oscillator", parameters: { gate: false } },
      envelope: { type: "control.envelope", parameters: { sustain: 0.2 } },
      amplifier: { type: "audio.amplifier", parameters: { gain: -6 } },
      output: { type: "io.audio-output" },
    },
    connections: [
      "tracker.notes -> oscillator.notes",
      "tracker.notes -> envelope.notes",
      "oscillator.audio -> amplifier.audio",
      "envelope.value -> amplifier.level",
      "amplifier.audio -> output.audio",
    ],
  },
});
