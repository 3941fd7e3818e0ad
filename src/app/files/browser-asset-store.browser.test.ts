import { afterEach, expect, test, vi } from "vitest";
import { createBrowserAssetStore, hashOf } from "./browser-asset-store.ts";

const DATABASE = "optophone-media-test";
afterEach(async () => {
  vi.restoreAllMocks();
  await (await navigator.storage.getDirectory()).removeEntry(DATABASE, { recursive: true });
});

const store = () => createBrowserAssetStore({ shippedBase: "/nowhere/", database: DATABASE });
const sound = () => new File(["RIFF and more"], "kick.wav", { type: "audio/wav" });
const asset = async () => ({
  ...{ id: 1, name: "kick.wav", kind: "sound" as const, path: "media/kick.wav" },
  hash: await hashOf(await sound().arrayBuffer()),
});

test("what is kept is there for whoever comes later", async () => {
  expect(await store().keep(sound())).toMatchObject({ ok: true, value: { hash: (await asset()).hash } });
  const loaded = await store().load(await asset());
  if (!loaded.ok) throw new Error(loaded.reason);
  expect(new TextDecoder().decode(loaded.value)).toBe("RIFF and more");
});

test("what could not be written whole is refused in words, and nothing stands for it", async () => {
  vi.spyOn(ReadableStream.prototype, "pipeTo").mockImplementation(async (file) => {
    await file.abort();
    throw new DOMException("The disk is full.", "QuotaExceededError");
  });
  const kept = await store().keep(sound());
  expect(kept.ok ? "" : kept.reason).toContain("“kick.wav” could not be kept in the browser");
  vi.restoreAllMocks();
  expect((await store().load(await asset())).ok).toBe(false);
  expect(await store().keep(sound())).toMatchObject({ ok: true });
  expect((await store().load(await asset())).ok).toBe(true);
});
