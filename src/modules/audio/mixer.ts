import { audio, defineModule } from "#engine/module-definition.ts";
import { number, type Parameter, toggle } from "#engine/parameter.ts";

const CHANNELS = 8;

const level = (label: string) =>
  number({ label, unit: "dB", min: -60, max: 12, default: 0, summary: "Loudness; the lowest value is silence." });

/** Level, pan, mute and solo of each channel in turn, then the level of the sum. */
function parameters(): Record<string, Parameter> {
  const declared: Record<string, Parameter> = {};
  for (let channel = 1; channel <= CHANNELS; channel++) {
    declared[`level${channel}`] = level(`Level ${channel}`);
    declared[`pan${channel}`] = number({
      label: `Pan ${channel}`,
      unit: "ratio",
      min: -1,
      max: 1,
      default: 0,
      summary: "From left, −1, to right, 1.",
    });
    declared[`mute${channel}`] = toggle({ label: `Mute ${channel}`, summary: "Silences the channel." });
    declared[`solo${channel}`] = toggle({
      label: `Solo ${channel}`,
      summary: "While any channel is on solo, only those on solo are heard.",
    });
  }
  declared.master = level("Master");
  return declared;
}

export const mixer = defineModule({
  type: "audio.mixer",
  version: 1,
  kind: "audio",
  title: "Mixer",
  summary: "Adds up to eight sounds, each with level, pan, mute and solo.",
  help:
    "Cable sounds into its channels; a free one appears as soon as the last is taken. " +
    "Level and Pan place each sound, Mute silences it, and Solo silences all others. Changes fade quickly instead of clicking.",
  aliases: ["sum", "channels", "pan", "mute", "solo", "desk"],
  inputs: Object.fromEntries(
    Array.from({ length: CHANNELS }, (_, i) => [`audio${i + 1}`, audio(`Sound ${i + 1}`, { spare: i > 0 })]),
  ),
  outputs: { audio: audio("Sound") },
  parameters: parameters(),
  face: ["level1", "level2", "level3", "level4"],
  bypass: { audio: "audio1" },
  audio: { kernel: "mixer", stateBytes: 64, telemetryWords: CHANNELS + 2, channels: "stereo" },
  example: {
    modules: {
      low: { type: "audio.oscillator", parameters: { octave: -2 } },
      high: { type: "audio.oscillator", parameters: { wave: "sine", octave: 1 } },
      mixer: { type: "audio.mixer", parameters: { level1: -12, pan1: -0.5, level2: -18, pan2: 0.5 } },
      output: { type: "io.audio-output" },
    },
    connections: ["low.audio -> mixer.audio1", "high.audio -> mixer.audio2", "mixer.audio -> output.audio"],
  },
});
