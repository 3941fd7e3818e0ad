import { expect, test } from "vitest";
import { createTestSession, SMALL, smallPatch } from "#app/testing/test-session.ts";
import { type Command, removeModules, renameModule, renamePatch, replacePatch, setContent } from "#engine/command.ts";
import { emptyPatch } from "#engine/empty-patch.ts";
import { rememberDrafts } from "./draft-memory.ts";
import { createDraftStore } from "./draft-store.ts";
import { keepDraft } from "./drafts-slice.ts";
import { memoryStorage } from "./page-storage.ts";
import { scriptSource } from "./script-source.ts";

/** A visit to the page: a session on the small patch, with what an earlier visit left behind. */
function visit(storage = memoryStorage(), more: readonly Command[] = []) {
  const session = createTestSession({ commands: [...smallPatch(), ...more] });
  const { engine, store, registry } = session;
  const troubles: string[] = [];
  rememberDrafts({ session, drafts: createDraftStore(storage), onTrouble: (message) => troubles.push(message) });
  const drift = () => {
    const module = engine.snapshot().patch.modules.get(SMALL.drift);
    return (module && scriptSource(registry, module)) ?? "";
  };
  return {
    engine,
    storage,
    troubles,
    drift,
    type: (text: string) => store.dispatch(keepDraft({ module: SMALL.drift, text, base: drift() })),
    draft: () => store.getState().drafts[SMALL.drift]?.text,
    apply(text: string) {
      engine.submit(setContent({ module: SMALL.drift, content: { source: text } }));
      engine.flush();
    },
  };
}

test("what was typed is kept in the same task, and is there after a reload", () => {
  const { storage, type } = visit();
  type("print(1)");
  expect(visit(storage).draft()).toBe("print(1)");
});

test("an applied text is no draft any more, in this visit and the next", () => {
  const { storage, type, apply, draft } = visit();
  type("print(1)");
  apply("print(1)");
  expect(draft()).toBeUndefined();
  expect(storage.length).toBe(0);
});

test("another document shows none of these drafts, and the first finds its own again", () => {
  const { engine, storage, type, draft } = visit();
  type("print(1)");
  const first = engine.snapshot();
  engine.submit(replacePatch({ patch: emptyPatch() }));
  engine.flush();
  expect(draft()).toBeUndefined();
  expect(storage.length).toBe(1);
  engine.submit(replacePatch(first));
  engine.flush();
  expect(draft()).toBe("print(1)");
});

test("a draft whose script changed meanwhile is there after a reload, as a conflict", () => {
  const { storage, type } = visit();
  type("print(1)");
  const { draft, drift } = visit(storage, [setContent({ module: SMALL.drift, content: { source: "print(3)" } })]);
  expect([draft(), drift()]).toEqual(["print(1)", "print(3)"]);
});

test("opening a document brings a draft back to the text it was written on only", () => {
  const { engine, type, apply, draft } = visit();
  type("print(1)");
  const before = engine.snapshot();
  apply("print(2)");
  expect(draft()).toBe("print(1)");
  const changed = engine.snapshot();
  engine.submit(replacePatch({ ...changed, patch: changed.patch }));
  engine.flush();
  expect(draft()).toBeUndefined();
  engine.submit(replacePatch(before));
  engine.flush();
  expect(draft()).toBe("print(1)");
});

test("a draft follows the names of its script and of its document", () => {
  const { engine, storage, type } = visit();
  type("print(1)");
  engine.submit([renameModule({ module: SMALL.drift, name: "waves" }), renamePatch({ name: "Night" })]);
  engine.flush();
  expect(storage.length).toBe(1);
  expect(createDraftStore(storage).get({ document: "Night", module: "waves" })?.text).toBe("print(1)");
});

test("a draft outlives its script being removed and brought back", () => {
  const { engine, type, draft } = visit();
  type("print(1)");
  const { patch } = engine.snapshot();
  expect(patch.modules.has(SMALL.drift)).toBe(true);
  engine.submit(removeModules({ modules: [SMALL.drift] }));
  engine.flush();
  engine.undo();
  engine.flush();
  expect(draft()).toBe("print(1)");
});
