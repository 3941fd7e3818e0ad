import { afterEach, expect, test } from "vitest";
import type { SegmentStorage } from "#documents/journal/segment-storage.ts";
import { addModule, renamePatch, replacePatch } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { emptyPatch } from "#engine/empty-patch.ts";
import type { Engine } from "#engine/engine.ts";
import { registry } from "#modules/index.ts";
import { databaseStorage } from "./database-storage.ts";
import { type Journal, openJournal } from "./open-journal.ts";

const startWorker = () =>
  new Worker(new URL("../../app/session/journal-worker.ts", import.meta.url), { type: "module", name: "journal" });
const open: Journal[] = [];
const failures: string[] = [];

afterEach(async () => {
  for (const journal of open.splice(0)) await journal.close();
  expect(failures.splice(0)).toEqual([]);
});

async function visit(uid: string): Promise<{ readonly journal: Journal; readonly engine: Engine }> {
  const journal = await openJournal(uid, { startWorker, onFailure: (reason) => failures.push(reason) });
  open.push(journal);
  const { recovered } = journal;
  const engine = createEngine({ registry, ...(recovered && { ...recovered }) });
  if (!recovered) engine.submit(replacePatch({ patch: { ...emptyPatch("New"), uid } }), { undoable: false });
  journal.follow(engine);
  return { journal, engine };
}

test("a document comes back with its ids, undo stacks and drafts", async () => {
  const uid = crypto.randomUUID();
  const { journal, engine } = await visit(uid);
  engine.submit(addModule({ type: "audio.oscillator", name: "one" }));
  engine.submit(renamePatch({ name: "Kept" }));
  journal.writeDraft(1, { text: "x = 1", base: "" });
  await journal.close();
  open.pop();
  const again = await visit(uid);
  expect(again.journal.recovered?.crashed).toBe(true);
  expect(again.journal.recovered?.drafts).toEqual([[1, { text: "x = 1", base: "" }]]);
  expect(again.engine.snapshot().patch.name).toBe("Kept");
  expect(again.engine.undoState().undo).toBe("rename patch");
  again.engine.undo();
  again.engine.undo();
  expect(again.engine.snapshot().patch.modules.size).toBe(0);
  expect(again.engine.undo().ok).toBe(false);
});

test("what the worker could no longer write is said by the page at its end", async () => {
  const uid = crypto.randomUUID();
  const { journal, engine } = await visit(uid);
  engine.submit(renamePatch({ name: "First" }));
  engine.submit(renamePatch({ name: "Last" }));
  // The worker had no turn yet: not even the beginning is written.
  dispatchEvent(new Event("pagehide"));
  const again = await visit(uid);
  expect(again.journal.recovered?.crashed).toBe(false);
  expect(again.engine.snapshot().patch.name).toBe("Last");
  expect(again.engine.undoState().undo).toBe("rename patch");
  await journal.close();
});

test("a browser without private files keeps segments in its database", async () => {
  const storage: SegmentStorage = databaseStorage(`test-${crypto.randomUUID()}`);
  const file = { number: 1, at: 5, isVersion: false, isShort: false };
  const sink = await storage.create("one", file);
  sink.append("first\n");
  sink.append("second\n");
  await sink.close();
  expect(await storage.read("one", file)).toBe("first\nsecond\n");
  expect(await storage.list("one")).toEqual([{ ...file, size: 13 }]);
  expect(await storage.list("other")).toEqual([]);
  await expect(storage.create("one", file)).rejects.toThrow(/already/);
  await storage.shorten("one", file, "first\n", { ...file, isShort: true });
  expect(await storage.list("one")).toEqual([{ ...file, isShort: true, size: 6 }]);
  await storage.remove("one", { ...file, isShort: true });
  expect(await storage.list("one")).toEqual([]);
});
