import { PatchBuilder } from "#audio/testing/patch-builder.ts";
import { createRegistry } from "#engine/module-definition.ts";
import type { Snapshot } from "#engine/patch.ts";
import { amplifier } from "#modules/audio/amplifier.ts";
import { filter } from "#modules/audio/filter.ts";
import { noise } from "#modules/audio/noise.ts";
import { oscillator } from "#modules/audio/oscillator.ts";
import { envelope } from "#modules/control/envelope.ts";
import { audioOutput } from "#modules/io/audio-output.ts";
import { tracker } from "#modules/sequencer/tracker.ts";

export const SOUND_REGISTRY = createRegistry([tracker, oscillator, noise, filter, envelope, amplifier, audioOutput]);

/** Seconds of each golden sound. */
export const SOUND_SECONDS = 0.25;

const patch = () => new PatchBuilder(SOUND_REGISTRY);
const playing = { state: "playing", bpm: 137.3 } as const;
const rows = [
  { note: 48, length: 0.75 },
  { note: 60, length: 0.5, volume: 0.5 },
  { note: 63, length: 2 },
  { note: 67, length: 1, chance: 50 },
];

/** Small patches whose sound must not change unheard. */
export const SOUND_PATCHES: Readonly<Record<string, Snapshot>> = {
  notes: patch()
    .module(1, "sequencer.tracker")
    .module(2, "audio.oscillator")
    .module(3, "io.audio-output")
    .cable(1, "1.notes -> 2.notes")
    .cable(2, "2.audio -> 3.audio")
    .pattern(1, rows, 8)
    .snapshot(playing),
  voice: patch()
    .module(1, "sequencer.tracker")
    .module(2, "audio.oscillator", { gate: 0, voices: 8 })
    .module(3, "control.envelope", { voices: 8 })
    .module(4, "audio.filter")
    .module(5, "audio.amplifier")
    .module(6, "io.audio-output")
    .cable(1, "1.notes -> 2.notes")
    .cable(2, "1.notes -> 3.notes")
    .cable(3, "2.audio -> 4.audio")
    .cable(4, "3.value -> 4.cutoff", { amount: 0.5 })
    .cable(5, "4.audio -> 5.audio")
    .cable(6, "3.value -> 5.level")
    .cable(7, "5.audio -> 6.audio")
    .pattern(1, rows, 12)
    .snapshot(playing),
  noise: patch()
    .module(1, "audio.noise")
    .module(2, "audio.filter")
    .module(3, "io.audio-output")
    .cable(1, "1.audio -> 2.audio")
    .cable(2, "2.audio -> 3.audio", { amount: 0.5 })
    .snapshot(playing),
};
