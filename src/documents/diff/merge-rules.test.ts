import { describe, expect, test } from "vitest";
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
  moveModules,
  removeModules,
  renameModule,
  resizePattern,
  setContent,
  setParameters,
  setSteps,
  setTempo,
} from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { Snapshot } from "#engine/patch.ts";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";
import { wordsOf } from "./change-words.ts";
import { commandsOf } from "./commands-of.ts";
import { diffPatches } from "./diff-patches.ts";
import { linesOf } from "./document-lines.ts";
import { mergePatches } from "./merge-patches.ts";

/** A document after some commands. */
function edited(snapshot: Snapshot | undefined, ...commands: Command[]): Snapshot {
  const engine = createEngine({ registry, ...(snapshot && { snapshot }) });
  for (const command of commands) expect(engine.submit(command)).toMatchObject({ ok: true });
  return engine.snapshot();
}

const cable = (id: number, from: string, to: string) => {
  const end = (text: string) => ({ module: Number(text.split(".")[0]), port: text.split(".")[1] ?? "" });
  return connect({ id, from: end(from), to: end(to) });
};

const [TONE, WARM, LFO, BEAT, BLUR, NOISE] = [1, 2, 3, 4, 5, 6];
const base = edited(
  undefined,
  createPattern({ id: 1, name: "Beat", steps: 16 }),
  setSteps({ pattern: 1, steps: { 4: { note: 60 } } }),
  addModule({ id: TONE, type: "audio.oscillator", name: "tone" }),
  addModule({ id: WARM, type: "audio.filter", name: "warm", parameters: { cutoff: 800 } }),
  addModule({ id: LFO, type: "control.lfo", name: "lfo" }),
  addModule({ id: BEAT, type: "sequencer.tracker", name: "beat" }),
  bindPattern({ module: BEAT, pattern: 1 }),
  deletePattern({ pattern: 2 }),
  addModule({ id: BLUR, type: "video.blur", name: "blur" }),
  addModule({ id: NOISE, type: "video.noise", name: "noise" }),
  cable(1, "1.audio", "2.audio"),
);

const differences = (a: Snapshot, b: Snapshot) =>
  diffPatches(a, b, registry).map((change) => wordsOf(change, registry));

/** What comes of two sides: the differences to the base in words, the conflicts and notes; the result opens. */
function merge(ours: Snapshot, theirs: Snapshot) {
  const { snapshot, conflicts, notes } = mergePatches(base, ours, theirs, registry);
  expect(parsePatch(serialisePatch(snapshot, registry), registry)).toMatchObject({ ok: true });
  return { snapshot, made: differences(base, snapshot), conflicts: conflicts.map(({ reason }) => reason), notes };
}

describe("a difference in words", () => {
  test.each<[string, readonly Command[]]>([
    ["warm: cutoff 800 → 1 200 Hz", [setParameters({ module: WARM, values: { cutoff: 1_200 } })]],
    ["warm: mode lowpass → highpass", [setParameters({ module: WARM, values: { mode: "highpass" } })]],
    ["cable lfo.value → warm.cutoff added", [cable(9, "3.value", "2.cutoff")]],
    ["cable tone.audio → warm.audio removed", [disconnect({ connections: [1] })]],
    ["cable tone.audio → warm.audio: amount 1 → 0.5", [adjustConnection({ connection: 1, amount: 0.5 })]],
    ["cable tone.audio → warm.audio: switched off", [adjustConnection({ connection: 1, active: false })]],
    ["Beat row 4: C-4 → D-4", [setSteps({ pattern: 1, steps: { 4: { note: 62 } } })]],
    ["Beat row 5: empty → E-4 volume 0.5", [setSteps({ pattern: 1, steps: { 5: { note: 64, volume: 0.5 } } })]],
    ["Beat: 16 → 12 steps", [resizePattern({ pattern: 1, steps: 12 })]],
    ["warm renamed to dark", [renameModule({ module: WARM, name: "dark" })]],
    ["warm: moved", [moveModules({ positions: { [WARM]: { x: 160, y: 0 } } })]],
    ["grain (video.noise) added", [addModule({ type: "video.noise", name: "grain" })]],
    ["noise (video.noise) removed", [removeModules({ modules: [NOISE] })]],
    ["warm: cutoff 800 → 800.00001 Hz", [setParameters({ module: WARM, values: { cutoff: 800.00001 } })]],
    ["tempo 120 → 90 BPM", [setTempo({ bpm: 90 })]],
  ])("%s", (words, commands) => {
    expect(differences(base, edited(base, ...commands))).toEqual([words]);
  });

  test("seeds and other whole numbers are given whole", () => {
    const seeded = (seed: number): Snapshot => ({ ...base, patch: { ...base.patch, seed } });
    expect(differences(seeded(4_294_967_294), seeded(4_294_967_295))).toEqual(["seed 4 294 967 294 → 4 294 967 295"]);
  });

  test("what is called otherwise but is alike has been renamed; what is not alike is another", () => {
    const { modules } = base.patch;
    const file = serialisePatch(base, registry);
    expect(modules.size).toBe(6);
    const renamed = parsePatch(file.replaceAll('"warm', '"dark'), registry);
    const other = parsePatch(
      file
        .replaceAll('"warm', '"dark')
        .replace(/"cutoff":800,"resonance":[\d.]+/, '"cutoff":99,"resonance":0.9')
        .replace('"lowpass"', '"highpass"'),
      registry,
    );
    if (!renamed.ok || !other.ok) throw new Error("The file can't be read.");
    expect(differences(base, renamed.value)).toEqual(["warm renamed to dark"]);
    expect(differences(base, other.value)).toContain("warm (audio.filter) removed");
  });
});

test("a document as lines has a thing a line, with texts under theirs, and places last", () => {
  const content = { source: "-- one\n\nprint(2)", inputs: [], outputs: [] };
  const lines = linesOf(edited(base, addModule({ id: 7, type: "script.lua", name: "drift", content })), registry);
  for (const line of ["tempo 120 BPM", "pattern Beat", "Beat: row 4 C-4", "warm: cutoff 800 Hz", "beat: pattern Beat"])
    expect(lines).toContain(line);
  expect(lines).toContain("cable tone.audio → warm.audio");
  expect(lines.at(-1)).toMatch(/^drift: at /);
  expect(lines.join("\n")).toContain("\ndrift: source\n  | -- one\n  |\n  | print(2)\n");
});

describe("two sides", () => {
  test("different rows, values and steps are all there, and ours for a place", () => {
    const ours = edited(
      base,
      setParameters({ module: WARM, values: { cutoff: 1_200 } }),
      setSteps({ pattern: 1, steps: { 0: { note: 48 } } }),
      moveModules({ positions: { [LFO]: { x: 32, y: 0 } } }),
    );
    const theirs = edited(
      base,
      setParameters({ module: WARM, values: { resonance: 0.9 } }),
      setSteps({ pattern: 1, steps: { 4: null, 8: { note: 50 } } }),
      moveModules({ positions: { [LFO]: { x: 64, y: 0 } } }),
    );
    const { made, conflicts, snapshot } = merge(ours, theirs);
    expect(conflicts).toEqual([]);
    expect(snapshot.patch.layout.get(LFO)).toEqual({ x: 32, y: 0 });
    expect(made).toEqual([
      "Beat row 4: C-4 → empty",
      "Beat row 0: empty → C-3",
      "Beat row 8: empty → D-3",
      "warm: cutoff 800 → 1 200 Hz",
      "warm: resonance 0.2 → 0.9",
      "lfo: moved",
    ]);
  });

  test("the same value to different ends is a conflict, and ours stays", () => {
    const set = (cutoff: number) => edited(base, setParameters({ module: WARM, values: { cutoff } }));
    expect(merge(set(500), set(600))).toMatchObject({
      made: ["warm: cutoff 800 → 500 Hz"],
      conflicts: ["warm: both sides changed cutoff. Ours stays."],
    });
    expect(merge(set(500), set(500))).toMatchObject({ conflicts: [], made: ["warm: cutoff 800 → 500 Hz"] });
  });

  test.each([true, false])("what one removed and the other changed stays, changed and plugged in (%s)", (mine) => {
    const removed = edited(base, removeModules({ modules: [WARM] }));
    const changed = edited(base, setParameters({ module: WARM, values: { cutoff: 500 } }));
    const { made, conflicts } = mine ? merge(removed, changed) : merge(changed, removed);
    expect(made).toEqual(["warm: cutoff 800 → 500 Hz"]);
    expect(conflicts).toEqual([expect.stringMatching(/^warm: .*It stays, with the change\.$/)]);
  });

  test("a new cable to a module the other side removed goes with it, and that is said", () => {
    const { made, conflicts, notes } = merge(
      edited(base, removeModules({ modules: [WARM] })),
      edited(base, cable(9, "3.value", "2.cutoff")),
    );
    expect([made, conflicts]).toEqual([["warm (audio.filter) removed", "cable tone.audio → warm.audio removed"], []]);
    expect(notes).toEqual(["cable lfo.value → warm.cutoff: went with the module one side removed."]);
  });

  test("of two new things of one name the second is renamed, and its cables follow", () => {
    const ours = edited(base, addModule({ id: 7, type: "control.lfo", name: "sway" }), cable(9, "7.value", "2.cutoff"));
    const theirs = edited(
      base,
      addModule({ id: 7, type: "control.lfo", name: "sway", parameters: { rate: 7 } }),
      cable(9, "7.value", "2.resonance"),
    );
    const { made, conflicts, notes } = merge(ours, theirs);
    expect(conflicts).toEqual([]);
    expect(notes).toEqual(["sway: both sides have one; theirs is called sway2 here."]);
    expect(made).toEqual([
      "sway (control.lfo) added",
      "sway2 (control.lfo) added",
      "cable sway.value → warm.cutoff added",
      "cable sway2.value → warm.resonance added",
    ]);
  });

  test("two media of one name keep their users", () => {
    const withClip = (hash: string) =>
      edited(
        base,
        addAsset({ id: 1, name: "a.wav", kind: "sound", path: `${hash[0]}.wav`, hash }),
        addModule({ id: 7, type: "audio.sampler", name: `kick${hash[0]}`, content: { asset: 1, clip: null } }),
      );
    const { snapshot, conflicts } = merge(withClip("a".repeat(64)), withClip("b".repeat(64)));
    expect(conflicts).toEqual([]);
    const { modules, assets } = snapshot.patch;
    const played = [...modules.values()].flatMap(({ name, content }) =>
      name.startsWith("kick") ? [[name, assets.get(content?.asset as number)?.path]] : [],
    );
    expect(played.sort()).toEqual([
      ["kicka", "a.wav"],
      ["kickb", "b.wav"],
    ]);
  });

  test("two cables into one picture input are a conflict, and ours stays", () => {
    const ours = edited(base, cable(9, "6.video", "5.video"));
    const theirs = edited(
      base,
      addModule({ id: 7, type: "video.pattern", name: "bars" }),
      cable(9, "7.video", "5.video"),
    );
    const { made, conflicts } = merge(ours, theirs);
    expect(made).toEqual(["bars (video.pattern) added", "cable noise.video → blur.video added"]);
    expect(conflicts).toEqual([expect.stringContaining("A picture input holds one cable.")]);
  });

  test("a circle made by both sides is a conflict", () => {
    const start = edited(base, addModule({ id: 7, type: "video.blur", name: "soft" }));
    const merged = mergePatches(
      start,
      edited(start, cable(9, "5.video", "7.video")),
      edited(start, cable(9, "7.video", "5.video")),
      registry,
    );
    expect(merged.conflicts.map(({ reason }) => reason)).toEqual([expect.stringContaining("in a circle")]);
    expect(differences(start, merged.snapshot)).toEqual(["cable blur.video → soft.video added"]);
  });

  test("a pattern one side shortened keeps what the other wrote into its end", () => {
    const { made, conflicts } = merge(
      edited(base, resizePattern({ pattern: 1, steps: 8 })),
      edited(base, setSteps({ pattern: 1, steps: { 12: { note: 61 } } })),
    );
    expect(made).toEqual(["Beat: 16 → 13 steps", "Beat row 12: empty → C#4"]);
    expect(conflicts).toHaveLength(1);
  });

  test("a pattern one side deleted and the other began to play stays", () => {
    const { made, conflicts, snapshot } = merge(
      edited(base, deletePattern({ pattern: 1 })),
      edited(
        base,
        addModule({ id: 7, type: "sequencer.tracker", name: "two" }),
        bindPattern({ module: 7, pattern: 1 }),
      ),
    );
    expect(conflicts).toEqual(["Beat: one side removed it, but two needs it. It stays."]);
    expect(made).toContain("two (sequencer.tracker) added");
    expect([...snapshot.patch.patterns.values()].map(({ name }) => name)).toContain("Beat");
  });

  test("a script whose ports and cables changed apart is settled as one", () => {
    const start = edited(base, addModule({ id: 7, type: "script.lua", name: "drift" }));
    const source = (text: string) =>
      setContent({ module: 7, content: { ...start.patch.modules.get(7)?.content, source: text } });
    const merged = mergePatches(start, edited(start, source("-- a")), edited(start, source("-- b")), registry);
    expect(merged.conflicts).toHaveLength(1);
    expect(merged.snapshot.patch.modules.get(7)?.content?.source).toBe("-- a");
  });

  test("modules inside others: each side may put one into the other, and the result still opens", () => {
    const nest = (first: string | undefined, second: string | undefined) => {
      const row = (name: string, inside: string | undefined) =>
        JSON.stringify({ name, ...(inside && { in: inside }), type: "group.plain", version: 1, parameters: {} });
      const rows = [row("one", first), row("two", second)];
      if (first) rows.reverse();
      const text = serialisePatch(base, registry).replace('"modules": [', `"modules": [${rows.join(",")},`);
      const read = parsePatch(text, registry);
      if (!read.ok) throw new Error(read.reason);
      return read.value;
    };
    const merged = mergePatches(nest(undefined, undefined), nest("two", undefined), nest(undefined, "one"), registry);
    expect(merged.conflicts).toHaveLength(1);
    expect(parsePatch(serialisePatch(merged.snapshot, registry), registry)).toMatchObject({ ok: true });
    const commands = commandsOf(nest(undefined, undefined), nest("two", undefined), registry);
    const made = edited(nest(undefined, undefined), ...commands);
    expect(parsePatch(serialisePatch(made, registry), registry)).toMatchObject({ ok: true });
    expect(differences(made, nest("two", undefined))).toEqual([]);
    const taken = mergePatches(
      nest(undefined, undefined),
      nest(undefined, undefined),
      nest("two", undefined),
      registry,
    );
    expect(taken.conflicts).toEqual([]);
    const opened = parsePatch(serialisePatch(taken.snapshot, registry), registry);
    expect(opened.ok && differences(opened.value, nest("two", undefined))).toEqual([]);
  });
});
