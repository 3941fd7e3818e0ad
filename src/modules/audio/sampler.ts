import { audio, defineModule, events, video } from "#engine/module-definition.ts";
import { choice, number } from "#engine/parameter.ts";
import { VOICE_WORDS } from "#engine/telemetry.ts";

const seconds = (label: string, min: number, standard: number, summary: string) =>
  number({ label, unit: "seconds", min, max: 10, default: standard, curve: "exponential", summary });

const isAssetId = (value: unknown): boolean =>
  value === undefined || value === null || (Number.isInteger(value) && Number(value) > 0);

/**
 * Says what is wrong with the sampler's content, `{ asset, clip }`, ids that may be missing: `asset` is heard, a sound or a clip's own;
 * `clip` is seen, or `asset` where it is a clip and `clip` is missing.
 */
function problem(content: unknown): string | undefined {
  if (typeof content !== "object" || content === null || Array.isArray(content))
    return "A sampler's content is an object with “asset” and “clip”.";
  if (!("asset" in content ? isAssetId(content.asset) : true))
    return "“asset” is the id of a sound or clip in the patch, or null.";
  if (!("clip" in content ? isAssetId(content.clip) : true)) return "“clip” is the id of a clip in the patch, or null.";
  return undefined;
}

export const sampler = defineModule({
  type: "audio.sampler",
  version: 1,
  kind: "audio",
  title: "Sampler",
  summary: "Plays a sound and the picture of the same clip, up to 16 at a time.",
  help:
    "Load a sound or a clip and cable a tracker into Notes; the root note plays it as recorded, others higher or lower. " +
    "Speed runs from ten times backwards to ten times forwards, and the picture follows the sound's playhead. " +
    "“Once” ends with the note, “One shot” always plays to the end, “Loop” repeats the region while the note is held. " +
    "In mono a new note ends the one before, as an open hat and a closed one do.",
  aliases: ["multisampler", "sample player", "drum", "clip", "media pool"],
  inputs: { notes: events("Notes") },
  outputs: { sound: audio("Sound"), picture: video("Picture") },
  parameters: {
    mode: choice({
      label: "Mode",
      options: { once: "Once", "one-shot": "One shot", loop: "Loop" },
      default: "one-shot",
      summary: "What happens at the end of the region and of the note.",
    }),
    speed: number({
      label: "Speed",
      unit: "ratio",
      min: -10,
      max: 10,
      default: 1,
      summary: "How fast it plays; below zero it plays backwards.",
    }),
    volume: number({
      label: "Volume",
      unit: "dB",
      min: -60,
      max: 12,
      default: 0,
      summary: "Loudness; the lowest value is silence.",
    }),
    start: number({
      label: "Start",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 0,
      summary: "Where the region begins, as a share of the sound.",
    }),
    end: number({
      label: "End",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 1,
      summary: "Where the region ends, as a share of the sound.",
    }),
    root: number({
      label: "Root note",
      unit: "note",
      min: 0,
      max: 127,
      default: 60,
      step: 1,
      summary: "The note that plays the sound as it was recorded.",
    }),
    tune: number({
      label: "Tune",
      unit: "semitones",
      min: -24,
      max: 24,
      default: 0,
      summary: "Semitones up or down.",
    }),
    attack: seconds("Attack", 0.0001, 0.0001, "Time to rise to full volume; at the shortest it starts at once."),
    decay: seconds("Decay", 0.001, 0.1, "Time from full volume to the sustain level."),
    sustain: number({
      label: "Sustain",
      unit: "ratio",
      min: 0,
      max: 1,
      default: 1,
      summary: "Level while the note is held.",
    }),
    release: seconds("Release", 0.005, 0.05, "Time to die away after the note ends."),
    polyphony: choice({
      label: "Polyphony",
      options: { mono: "Mono", poly: "Poly" },
      default: "poly",
      summary: "Whether notes overlap or each ends the one before.",
    }),
  },
  face: ["speed", "volume"],
  content: { default: { asset: null, clip: null }, problem },
  audio: {
    kernel: "sampler",
    stateBytes: 16 + 32 * 32,
    telemetryWords: 16 * VOICE_WORDS,
    channels: "stereo",
  },
  video: { kind: "voices" },
  example: {
    modules: {
      tracker: { type: "sequencer.tracker" },
      sampler: { type: "audio.sampler" },
      output: { type: "io.audio-output" },
      screen: { type: "io.video-output" },
    },
    connections: ["tracker.notes -> sampler.notes", "sampler.sound -> output.audio", "sampler.picture -> screen.video"],
  },
});
