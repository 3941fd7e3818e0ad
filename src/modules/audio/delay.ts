import { audio, defineModule } from "#engine/module-definition.ts";
import { choice, number, toggle } from "#engine/parameter.ts";

/** Longest echo in seconds. */
const LONGEST = 4;

export const delay = defineModule({
  type: "audio.delay",
  version: 1,
  kind: "audio",
  title: "Delay",
  summary: "Repeats what it hears, softer and darker each time.",
  help:
    "Time is set in seconds, or in beats with “Beats”, up to four seconds. Feedback says how much of each echo is repeated, Tone how bright it stays. " +
    "Turning the time bends the pitch of what is in the line, as a tape echo does. Ping-pong throws echoes from side to side. Voices are joined before they echo.",
  aliases: ["echo", "tape", "ping-pong", "dub"],
  inputs: { audio: audio("Sound") },
  outputs: { audio: audio("Sound") },
  parameters: {
    timing: choice({
      label: "Timing",
      options: { seconds: "Seconds", beats: "Beats" },
      default: "seconds",
      summary: "Whether the echo follows Time or the tempo.",
    }),
    time: number({
      label: "Time",
      unit: "seconds",
      min: 0.001,
      max: LONGEST,
      default: 0.375,
      curve: "exponential",
      summary: "Seconds to the first echo, with Timing in seconds.",
    }),
    beats: number({
      label: "Beats",
      unit: "beats",
      min: 0.0625,
      max: 8,
      default: 0.75,
      step: 0.0625,
      summary: "Beats to the first echo, with Timing in beats.",
    }),
    feedback: number({
      label: "Feedback",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0.45,
      summary: "How much of each echo is repeated; at 1 it hardly fades.",
    }),
    tone: number({
      label: "Tone",
      unit: "Hz",
      min: 200,
      max: 20_000,
      default: 6_000,
      curve: "exponential",
      summary: "Repeats lose what lies above this.",
    }),
    mix: number({
      label: "Mix",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0.35,
      summary: "From the sound alone to echoes alone.",
    }),
    pingPong: toggle({ label: "Ping-pong", summary: "Echoes alternate between left and right." }),
  },
  face: ["time", "feedback", "tone", "mix"],
  bypass: { audio: "audio" },
  audio: { kernel: "delay", stateBytes: 32, delaySeconds: LONGEST, channels: "stereo" },
  example: {
    modules: {
      tracker: { type: "sequencer.tracker" },
      sampler: { type: "audio.sampler" },
      delay: { type: "audio.delay", parameters: { timing: "beats", pingPong: true } },
      output: { type: "io.audio-output" },
    },
    connections: ["tracker.notes -> sampler.notes", "sampler.sound -> delay.audio", "delay.audio -> output.audio"],
  },
});
