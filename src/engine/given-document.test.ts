import fc from "fast-check";
import { expect, test } from "vitest";
import { addModule, type Command, connect } from "./command.ts";
import { createEngine } from "./create-engine.ts";
import type { Entry } from "./entry.ts";
import { FARTHEST, HIGHEST_ID } from "./id-limits.ts";
import { patchData } from "./patch-data.ts";
import { faultsOf, patchParts } from "./testing/patch-parts.ts";
import { anyRecipe, commandOf } from "./testing/random-command.ts";
import { testRegistry } from "./testing/test-registry.ts";

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const newEngine = () => createEngine({ registry: testRegistry });
const opening = (patch: unknown) => ({ type: "patch/replace", payload: { patch } }) as Command;

/** A tone (1), a tracker (2) with its pattern, a player (3), two mixes (4 and 5), a picture from one to the other. */
function whole() {
  const engine = newEngine();
  for (const type of ["audio.tone", "sequencer.tracker", "audio.player", "video.mix", "video.mix"])
    engine.submit(addModule({ type }));
  engine.submit(connect({ from: { module: 4, port: "picture" }, to: { module: 5, port: "first" } }));
  return throughJson(patchData(engine.snapshot().patch));
}

const withContent = (module: number, content: unknown) => ({
  ...whole(),
  modules: whole().modules.map(([id, row]) => [id, id === module ? { ...row, content } : row]),
});

function withCable(fields: object) {
  const [[, first] = []] = whole().connections;
  const { nextId, connections } = whole();
  return {
    ...whole(),
    connections: [...connections, [2, { ...first, id: 2, ...fields }]],
    nextId: { ...nextId, connection: 3 },
  };
}

const place = (module: number, port: string) => ({ module, port });
const withNext = (module: number) => ({ ...whole(), nextId: { ...whole().nextId, module } });

const IMPOSSIBLE: readonly (readonly [string, unknown, RegExp])[] = [
  ["a pattern of a module that plays none", { ...whole(), bindings: [[1, 1]] }, /bindings\[1\]: .*plays no pattern/],
  [
    "a content its definition refuses",
    withContent(3, { asset: "loud" }),
    /modules\[player1\]\.content: asset and clip/,
  ],
  ["a content of a module that has none", withContent(1, {}), /modules\[tone1\]\.content: a tone has none/],
  [
    "too few values",
    { ...whole(), parameters: whole().parameters.map(([id, row]) => [id, row.slice(1)]) },
    /parameters\[1\]: .*4/,
  ],
  ["ids nearly used up", withNext(HIGHEST_ID), /nextId\.module: .*no ids/],
  ["ids no table can hold", withNext(2 ** 52), /nextId\.module: .*no ids/],
  ["a cable to no port", withCable({ to: place(5, "nowhere") }), /connections\[2\]: /],
  ["a cable of the wrong signal", withCable({ signal: "audio", to: place(5, "second") }), /connections\[2\]: .*video/],
  ["a second picture at one input", withCable({ from: place(3, "picture") }), /connections\[2\]: .*already/],
  [
    "a picture that runs in a circle",
    withCable({ from: place(5, "picture"), to: place(4, "first") }),
    /connections\[2\]: .*circle/,
  ],
];

test.each(IMPOSSIBLE)("refuses %s in a document given as data, and says where", (_, patch, words) => {
  const engine = newEngine();
  const before = engine.snapshot();
  const ways = [
    () => engine.can(opening(patch)),
    () => engine.submit(opening(patch)),
    () => engine.gesture("open").submit(opening(patch)),
  ];
  for (const way of ways) {
    const outcome = way();
    expect(outcome.ok ? "" : outcome.reason).toMatch(words);
  }
  expect(engine.snapshot()).toBe(before);
});

test("room for as many ids as one command may take is enough", () => {
  expect(newEngine().submit(opening(withNext(HIGHEST_ID - FARTHEST)))).toMatchObject({ ok: true });
  const used = newEngine();
  used.submit(addModule({ type: "audio.tone" }));
  const foreign = { ...withNext(HIGHEST_ID - FARTHEST), foreign: true };
  expect(used.submit(opening(foreign))).toMatchObject({ ok: false, reason: expect.stringMatching(/nextId\.module/) });
});

test("any document commands can make opens again from its data, in order and as it was", () => {
  fc.assert(
    fc.property(fc.array(anyRecipe, { maxLength: 60 }), (list) => {
      const engine = newEngine();
      list.forEach((recipe, index) => {
        engine.submit(commandOf(recipe, engine.snapshot().patch));
        if (index % 7 === 6) engine.undo();
      });
      const { patch } = engine.snapshot();
      const opened = newEngine();
      expect(opened.submit(opening(throughJson(patchData(patch))))).toMatchObject({ ok: true });
      if (patch.foreign) return;
      expect(patchParts(opened.snapshot().patch)).toEqual(patchParts(patch));
      expect(faultsOf(opened.snapshot().patch)).toEqual(faultsOf(patch));
    }),
    { numRuns: 150 },
  );
});

test("what a journal holds is done again, even where this build would open no such document", () => {
  const engine = newEngine();
  const entry: Entry = {
    ...{ role: "do", origin: "file", at: 0, label: "open patch", undoable: true, version: 2 },
    commands: [opening(withContent(3, { asset: "loud" }))],
  };
  expect(engine.replay(entry)).toMatchObject({ ok: true });
  expect(engine.snapshot().patch.modules.get(3)?.content).toEqual({ asset: "loud" });
});
