import { expect, test } from "vitest";
import { applyCommands } from "#engine/apply-command.ts";
import {
  addAsset,
  addModule,
  adjustConnection,
  bindPattern,
  type Command,
  connect,
  createPattern,
  deletePattern,
  disconnect,
  removeModules,
  renameModule,
  renamePatch,
  resizePattern,
  restore,
  setContent,
  setParameters,
  setSteps,
} from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { Snapshot } from "#engine/patch.ts";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";
import { commandsOf } from "./commands-of.ts";
import { diffPatches } from "./diff-patches.ts";
import { mergePatches } from "./merge-patches.ts";

function edited(snapshot: Snapshot | undefined, commands: readonly Command[]): Snapshot {
  const engine = createEngine({ registry, ...(snapshot && { snapshot }) });
  for (const command of commands) expect(engine.submit(command)).toMatchObject({ ok: true });
  return engine.snapshot();
}

const cable = (id: number, from: string, to: string): Command => {
  const end = (text: string) => ({ module: Number(text.split(".")[0]), port: text.split(".")[1] ?? "" });
  return connect({ id, from: end(from), to: end(to) });
};

const sound = (id: number, name: string, letter: string): Command =>
  addAsset({ id, name, kind: "sound", path: `${letter}.wav`, hash: letter.repeat(64) });

const base = edited(undefined, [
  createPattern({ id: 1, name: "Beat", steps: 16 }),
  setSteps({ pattern: 1, steps: { 4: { note: 60 }, 15: { note: 61 } } }),
  createPattern({ id: 2, name: "Line", steps: 8 }),
  sound(1, "a.wav", "a"),
  addModule({ id: 1, type: "audio.oscillator", name: "tone" }),
  addModule({ id: 2, type: "audio.filter", name: "warm", parameters: { cutoff: 800 } }),
  addModule({ id: 3, type: "audio.filter", name: "cold", parameters: { cutoff: 9_000 } }),
  addModule({ id: 4, type: "control.lfo", name: "lfo" }),
  addModule({ id: 5, type: "sequencer.tracker", name: "beat" }),
  bindPattern({ module: 5, pattern: 1 }),
  deletePattern({ pattern: 3 }),
  addModule({ id: 6, type: "audio.sampler", name: "kick", content: { asset: 1, clip: null } }),
  addModule({ id: 7, type: "video.blur", name: "blur" }),
  addModule({ id: 8, type: "video.blur", name: "soft" }),
  addModule({ id: 9, type: "video.noise", name: "noise" }),
  addModule({ id: 10, type: "script.lua", name: "drift" }),
  cable(1, "1.audio", "2.audio"),
  cable(2, "2.audio", "3.audio"),
  cable(3, "10.wave", "2.cutoff"),
  cable(4, "9.video", "7.video"),
]);

const rename = (module: number, name: string): Command => renameModule({ module, name });
const script = (source: string, ...outputs: string[]): Command =>
  setContent({
    module: 10,
    content: {
      source,
      inputs: [],
      outputs: outputs.map((key) => ({ key, label: key, min: 0, max: 1, default: 0 })),
    },
  });

/** What a person or a script may do to it, each alone; all pairs of them are brought together. */
const EDITS: Readonly<Record<string, readonly Command[]>> = {
  nothing: [],
  "renames warm to dark": [rename(2, "dark")],
  "renames warm to hot and turns it": [rename(2, "hot"), setParameters({ module: 2, values: { cutoff: 900 } })],
  "swaps the names of the filters": [rename(2, "x"), rename(3, "warm"), rename(2, "cold")],
  "turns round the names of three": [rename(7, "y"), rename(8, "blur"), rename(9, "soft"), rename(7, "noise")],
  "removes warm and makes another of its name": [
    removeModules({ modules: [2] }),
    addModule({ id: 11, type: "audio.delay", name: "warm" }),
    cable(9, "1.audio", "11.audio"),
  ],
  "removes warm": [removeModules({ modules: [2] })],
  "removes both filters": [removeModules({ modules: [2, 3] })],
  "plugs lfo into warm": [cable(9, "4.value", "2.cutoff")],
  "adjusts a cable of warm": [adjustConnection({ connection: 2, amount: 0.25, offset: 0.5 })],
  "unplugs warm": [disconnect({ connections: [1, 2] })],
  "removes tone and lfo": [removeModules({ modules: [1, 4] })],
  "shortens the beat": [resizePattern({ pattern: 1, steps: 8 })],
  "lengthens the beat and fills it": [
    resizePattern({ pattern: 1, steps: 64 }),
    setSteps({ pattern: 1, steps: { 15: { note: 70 }, 63: { note: 71 } } }),
  ],
  "deletes the beat": [deletePattern({ pattern: 1 })],
  "plays the line instead": [bindPattern({ module: 5, pattern: 2 })],
  "plays the line and deletes the beat": [bindPattern({ module: 5, pattern: 2 }), deletePattern({ pattern: 1 })],
  "makes a pattern Fill": [createPattern({ id: 9, name: "Fill", steps: 4 })],
  "makes another Fill and plays it": [
    createPattern({ id: 9, name: "Fill", steps: 12 }),
    setSteps({ pattern: 9, steps: { 3: { note: 50 } } }),
    bindPattern({ module: 5, pattern: 9 }),
  ],
  "takes another sound": [sound(9, "b.wav", "b"), setContent({ module: 6, content: { asset: 9, clip: null } })],
  "takes a sound of the same name": [
    setContent({ module: 6, content: { asset: null, clip: null } }),
    restore({ operations: [{ kind: "row", table: "assets", id: 1, value: undefined }] }),
    sound(9, "a.wav", "c"),
    setContent({ module: 6, content: { asset: 9, clip: null } }),
  ],
  "removes the sampler and its sound": [
    removeModules({ modules: [6] }),
    restore({ operations: [{ kind: "row", table: "assets", id: 1, value: undefined }] }),
  ],
  "a second sampler plays the sound": [
    addModule({ id: 11, type: "audio.sampler", name: "snare", content: { asset: 1, clip: null } }),
  ],
  "blur into soft": [cable(9, "7.video", "8.video")],
  "soft into blur": [disconnect({ connections: [4] }), cable(9, "8.video", "7.video")],
  "noise into soft": [cable(9, "9.video", "8.video")],
  "a script without its port": [disconnect({ connections: [3] }), script("-- none")],
  "a script with another port": [
    disconnect({ connections: [3] }),
    script("-- two", "two"),
    cable(9, "10.two", "3.cutoff"),
  ],
  "another cable from the script": [cable(9, "10.wave", "3.cutoff")],
  "renames the patch": [renamePatch({ name: "One" })],
  "renames the patch otherwise": [renamePatch({ name: "Two" })],
};

const states = Object.entries(EDITS).map(([what, commands]) => ({ what, state: edited(base, commands) }));

const same = (a: Snapshot, b: Snapshot) => expect(diffPatches(a, b, registry)).toEqual([]);

test.each(states)(
  "$what: beside everything else the result opens, and both ways round it clashes alike",
  ({ state }) => {
    for (const { what, state: other } of states) {
      const merged = mergePatches(base, state, other, registry);
      const opened = parsePatch(serialisePatch(merged.snapshot, registry), registry);
      expect(opened, what).toMatchObject({ ok: true });
      if (opened.ok) same(opened.value, merged.snapshot);
      const swapped = mergePatches(base, other, state, registry);
      expect([what, swapped.conflicts.length > 0]).toEqual([what, merged.conflicts.length > 0]);
      if (merged.conflicts.length === 0 && !merged.notes.some((note) => note.includes("is called"))) {
        const changes = diffPatches(merged.snapshot, swapped.snapshot, registry);
        expect([what, changes.filter(({ field }) => field !== "place")]).toEqual([what, []]);
      }
    }
  },
);

test.each(states)("$what: its commands lead there from everything else", ({ state }) => {
  for (const { what, state: other } of states) {
    const made = applyCommands(other, commandsOf(other, state, registry), registry);
    expect(made, what).toMatchObject({ ok: true });
    if (made.ok) same(made.value.snapshot, state);
  }
});

test.each(states)("$what: alone, or made by both, it comes out as it is", ({ state }) => {
  for (const merged of [mergePatches(base, base, state, registry), mergePatches(base, state, state, registry)]) {
    expect(merged.conflicts).toEqual([]);
    same(merged.snapshot, state);
  }
});
