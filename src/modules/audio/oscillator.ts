import { audio, defineModule, events } from "#engine/module-definition.ts";
import { choice, number, toggle } from "#engine/parameter.ts";

export const oscillator = defineModule({
  type: "audio.oscillator",
  version: 1,
  kind: "audio",
  title: "Oscillator",
  summary: "Plays sine, triangle, saw and square waves, one voice a note.",
  help:
    "Cable a tracker into Notes to play it; without notes its first voice drones at C-4 plus Pitch. " +
    "With Gate on it sounds only while a note is held, as loud as the note's volume. " +
    "Turn Gate off when an envelope and an amplifier shape the sound, so that their release is heard, and give the envelope as many voices.",
  aliases: ["vco", "synth", "tone", "wave"],
  inputs: { notes: events("Notes") },
  outputs: { audio: audio("Sound") },
  parameters: {
    wave: choice({
      label: "Wave",
      options: { sine: "Sine", triangle: "Triangle", saw: "Saw", square: "Square" },
      default: "saw",
      summary: "The shape of the wave; saw and square are bright, sine and triangle soft.",
    }),
    octave: number({
      label: "Octave",
      unit: "count",
      min: -4,
      max: 4,
      default: 0,
      step: 1,
      summary: "Octaves up or down.",
    }),
    pitch: number({
      label: "Pitch",
      unit: "semitones",
      min: -24,
      max: 24,
      default: 0,
      summary: "Semitones up or down; modulate it for vibrato and sweeps.",
    }),
    detune: number({
      label: "Detune",
      unit: "cents",
      min: -100,
      max: 100,
      default: 0,
      summary: "Hundredths of a semitone, to make two oscillators beat.",
    }),
    width: number({
      label: "Width",
      unit: "ratio",
      min: 0.05,
      max: 0.95,
      default: 0.5,
      summary: "Share of a square wave's turn that is high.",
    }),
    glide: number({
      label: "Glide",
      unit: "seconds",
      min: 0,
      max: 5,
      default: 0,
      summary: "Time to slide from one note to the next.",
    }),
    gate: toggle({ label: "Gate", default: true, summary: "Sounds only while a note is held, as loud as its volume." }),
    voices: number({
      label: "Voices",
      unit: "count",
      min: 1,
      max: 16,
      default: 4,
      step: 1,
      summary: "Notes that can sound at the same time.",
    }),
  },
  face: ["wave", "pitch", "detune", "voices"],
  audio: { kernel: "oscillator", stateBytes: 16, stateBytesPerQuad: 96, channels: "voices" },
  example: {
    modules: {
      oscillator: { type: "audio.oscillator", parameters: { wave: "triangle" } },
      output: { type: "io.audio-output", parameters: { level: -12 } },
    },
    connections: ["oscillator.audio -> output.audio"],
  },
});
