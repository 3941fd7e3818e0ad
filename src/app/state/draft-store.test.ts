import { expect, test } from "vitest";
import { createDraftStore } from "./draft-store.ts";
import { memoryStorage, type PageStorage } from "./page-storage.ts";

const mine = { document: "Night / one", module: "drift" };

test("a draft is there again for another visit, and gone once dropped", () => {
  const storage = memoryStorage();
  createDraftStore(storage).put(mine, { text: "print(1)", base: "" });
  expect(createDraftStore(storage).get(mine)).toMatchObject({ text: "print(1)", base: "" });
  expect(createDraftStore(storage).get({ ...mine, document: "Night" })).toBeUndefined();
  createDraftStore(storage).drop(mine);
  expect(createDraftStore(storage).get(mine)).toBeUndefined();
  expect(storage.length).toBe(0);
});

test("of more than 256 kB the drafts not edited for longest give way, and nothing else of the page does", () => {
  const storage = memoryStorage();
  storage.setItem("other", "x".repeat(400_000));
  let now = 0;
  const drafts = createDraftStore(storage, () => now++);
  const long = { text: "x".repeat(60 * 1024), base: "" };
  for (const module of ["a", "b", "c", "d"]) expect(drafts.put({ ...mine, module }, long).ok).toBe(true);
  drafts.put({ ...mine, module: "a" }, long);
  drafts.put({ ...mine, module: "e" }, long);
  const kept = ["a", "b", "c", "d", "e"].filter((module) => drafts.get({ ...mine, module }));
  expect(kept).toEqual(["a", "c", "d", "e"]);
  expect(storage.getItem("other")).toHaveLength(400_000);
});

test("what is too long or finds no room is refused in words, and what was kept before stays", () => {
  const storage = memoryStorage();
  const drafts = createDraftStore(storage);
  expect(drafts.put(mine, { text: "x".repeat(300_000), base: "" })).toMatchObject({ ok: false });
  const full: PageStorage = {
    ...storage,
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  expect(createDraftStore(full).put(mine, { text: "y", base: "" })).toMatchObject({
    ok: false,
    reason: expect.stringContaining("no room for the unapplied text of “drift”"),
  });
});

test("what another build or another hand wrote is no draft", () => {
  const storage = memoryStorage();
  const drafts = createDraftStore(storage);
  drafts.put(mine, { text: "a", base: "" });
  const key = storage.key(0) ?? "";
  for (const text of ["", "{", "null", "7", '{"text":1,"base":""}', '{"text":"a"}']) {
    storage.setItem(key, text);
    expect(drafts.get(mine)).toBeUndefined();
  }
});
