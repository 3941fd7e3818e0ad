import { beforeEach, describe, expect, test } from "vitest";
import { addModule, duplicateModules, insertFragment, removeModules, renameModule, savePreset } from "./command.ts";
import { createEngine } from "./create-engine.ts";
import { withDescendants } from "./descendants.ts";
import type { Engine } from "./engine.ts";
import { copyFragment, parseFragment } from "./fragment.ts";
import { moduleAt, modulePath } from "./name-index.ts";
import { parsePatch, serialisePatch } from "./patch-file.ts";
import { nestedFragment } from "./testing/nested-fragment.ts";
import { faultsOf, patchParts } from "./testing/patch-parts.ts";
import { testRegistry } from "./testing/test-registry.ts";

let engine: Engine;
const patch = () => engine.snapshot().patch;
const paths = () => [...patch().modules.values()].map((module) => modulePath(patch(), module)).sort();
const at = (path: string) => {
  const id = moduleAt(patch(), path);
  if (id === undefined) throw new Error(`there is no ${path}`);
  return id;
};

beforeEach(() => {
  engine = createEngine({ registry: testRegistry });
  const outcome = engine.submit(insertFragment({ fragment: nestedFragment, position: { x: 0, y: 0 } }));
  expect(outcome.ok ? "" : outcome.reason).toBe("");
});

test("a fragment's modules come to live in those they lived in", () => {
  expect(paths()).toEqual(["drums", "drums/kick", "drums/kick/beat", "drums/slow", "kick"]);
  expect(patch().connections.size).toBe(3);
});

describe("removing a module", () => {
  test("takes those in it with all that hangs on them, and undo brings all of it back", () => {
    const before = patchParts(patch());
    engine.submit(removeModules({ modules: [at("drums")] }));
    expect(paths()).toEqual(["kick"]);
    expect(patch().connections.size).toBe(0);
    expect(patch().bindings.size).toBe(0);
    expect(faultsOf(patch())).toEqual([]);
    const after = patchParts(patch());
    engine.undo();
    expect(patchParts(patch())).toStrictEqual(before);
    engine.redo();
    expect(patchParts(patch())).toStrictEqual(after);
  });

  test.each([
    ["one and what is in it", ["drums", "drums/kick"]],
    ["one in it first", ["drums/kick/beat", "drums"]],
    ["one in it alone", ["drums/kick"]],
  ])("works for %s", (_, gone) => {
    const before = patchParts(patch());
    const outcome = engine.submit(removeModules({ modules: gone.map(at) }));
    expect(outcome.ok).toBe(true);
    expect(faultsOf(patch())).toEqual([]);
    engine.undo();
    expect(patchParts(patch())).toStrictEqual(before);
  });

  test("leaves a patch that its file brings back", () => {
    engine.submit(removeModules({ modules: [at("drums/kick")] }));
    const text = serialisePatch(engine.snapshot(), testRegistry);
    const read = parsePatch(text, testRegistry);
    expect(read.ok ? serialisePatch(read.value, testRegistry) : read.reason).toBe(text);
  });

  test("by undo of its adding takes all of them, and redo brings them", () => {
    engine.undo();
    expect(paths()).toEqual([]);
    engine.redo();
    expect(paths()).toHaveLength(5);
  });
});

test("a duplicate holds duplicates of what is in the original, with the cables among them and patterns of their own", () => {
  const outcome = engine.submit(duplicateModules({ modules: [at("drums"), at("drums/slow")] }));
  expect(outcome.ok && outcome.value.modules).toHaveLength(4);
  expect(paths()).toEqual([
    "drums",
    "drums/kick",
    "drums/kick/beat",
    "drums/slow",
    "drums2",
    "drums2/kick",
    "drums2/kick/beat",
    "drums2/slow",
    "kick",
  ]);
  expect(patch().connections.size).toBe(5);
  expect(patch().bindings.get(at("drums2/kick/beat"))).not.toBe(patch().bindings.get(at("drums/kick/beat")));
  expect(faultsOf(patch())).toEqual([]);
});

test("a copy carries what is in the modules chosen, and comes back alike", () => {
  const fragment = copyFragment(patch(), testRegistry, [at("drums"), at("kick")]);
  expect(parseFragment(JSON.stringify(fragment))).toEqual({ ok: true, value: fragment });
  const other = createEngine({ registry: testRegistry });
  other.submit(insertFragment({ fragment, position: { x: 0, y: 0 } }));
  expect(patchParts(other.snapshot().patch)).toStrictEqual(patchParts(patch()));
});

test("a copy of an inner module alone is on top, under a name of its own there", () => {
  const fragment = copyFragment(patch(), testRegistry, [at("drums/kick"), at("kick")]);
  expect(fragment.modules.map(({ name, in: within }) => [within, name])).toEqual([
    [undefined, "kick"],
    [undefined, "kick2"],
    ["kick2", "beat"],
  ]);
  engine.submit(savePreset({ name: "kicks", modules: [at("drums/kick")] }));
  expect(patch().presets.get(1)?.fragment.modules).toHaveLength(2);
});

test("a fragment that names what a module lives in wrongly is refused with the place", () => {
  const [kick, drums, inner] = nestedFragment.modules;
  if (!kick || !drums || !inner) throw new Error("the fragment has changed");
  const bad = (modules: typeof nestedFragment.modules) =>
    engine.submit(
      insertFragment({ fragment: { ...nestedFragment, modules, connections: [] }, position: { x: 0, y: 0 } }),
    );
  expect(bad([inner])).toEqual({
    ok: false,
    reason: "modules[kick].in: there is no module “drums” above it in the fragment.",
  });
  expect(bad([drums, inner, inner])).toEqual({ ok: false, reason: "modules[drums/kick]: the name is there twice." });
});

test("modules are listed before those in them, each once", () => {
  engine.submit([addModule({ type: "audio.tone" }), renameModule({ module: at("kick"), name: "alone" })]);
  const all = withDescendants(patch().modules, [at("drums/kick"), at("drums"), at("alone"), at("drums"), 999]);
  expect(all.map((id) => patch().modules.get(id)?.name)).toEqual(["drums", "kick", "beat", "slow", "alone"]);
});
