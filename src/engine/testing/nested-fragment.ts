import type { PatchFragment } from "#engine/patch.ts";

const module = { type: "audio.tone", version: 1, parameters: {} };

/** Two names twice, each in its own module, with cables across the edges: a group of modules three deep. */
export const nestedFragment: PatchFragment = {
  format: "optophone-fragment",
  version: 1,
  modules: [
    { ...module, name: "kick", position: { x: 0, y: 0 } },
    { ...module, name: "drums", position: { x: 160, y: 0 } },
    { ...module, name: "kick", in: "drums", position: { x: 320, y: 0 } },
    {
      name: "beat",
      in: "drums/kick",
      type: "sequencer.tracker",
      version: 1,
      parameters: {},
      position: { x: 320, y: 160 },
      pattern: "beat",
    },
    { name: "slow", in: "drums", type: "control.lfo", version: 1, parameters: {}, position: { x: 480, y: 0 } },
  ],
  connections: [
    { from: "kick.sound", to: "drums/kick.sound", amount: 0.5 },
    { from: "drums/slow.value", to: "drums/kick.level", amount: 0.25 },
    { from: "drums/kick.sound", to: "drums.sound" },
  ],
  patterns: [{ name: "beat", stepsPerBeat: 4, steps: [{ note: 60, volume: 1, length: 1, chance: 100 }] }],
};
