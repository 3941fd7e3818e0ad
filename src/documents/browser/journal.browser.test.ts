import { afterEach, expect, test, vi } from "vitest";
import type { SegmentStorage } from "#documents/journal/segment-storage.ts";
import { addModule, renamePatch, replacePatch } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { emptyPatch } from "#engine/empty-patch.ts";
import type { Engine } from "#engine/engine.ts";
import { registry } from "#modules/index.ts";
import { databaseStorage } from "./database-storage.ts";
import { journalsBound } from "./journals-bound.ts";
import { type Journal, openJournal } from "./open-journal.ts";
import { opfsStorage } from "./opfs-storage.ts";

const workers: Worker[] = [];
const startWorker = () => {
  const worker = new Worker(new URL("../../app/session/journal-worker.ts", import.meta.url), {
    type: "module",
    name: "journal",
  });
  workers.push(worker);
  return worker;
};
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

/** Ends the last visit as a crash does: nobody says a word. */
function crash(): void {
  workers.pop()?.terminate();
  open.pop();
}

/** Works in a new document for a while and closes it in good order. */
async function workedOn(uid: string, edits: number): Promise<void> {
  const { journal, engine } = await visit(uid);
  for (let edit = 1; edit <= edits; edit++) engine.submit(renamePatch({ name: `Edit ${edit}` }));
  await journal.close();
  open.pop();
}

const nameIn = ({ engine }: { readonly engine: Engine }) => engine.snapshot().patch.name;

test("a document that ended its page twice soon after it was opened opens before its last 20 changes, which are kept", async () => {
  const uid = crypto.randomUUID();
  await workedOn(uid, 30);
  for (let opening = 0; opening < 2; opening++) {
    const { journal, engine } = await visit(uid);
    expect([nameIn({ engine }), journal.recovered?.leftOut]).toEqual(["Edit 30", 0]);
    crash();
  }
  const third = await visit(uid);
  expect([nameIn(third), third.journal.recovered?.leftOut]).toEqual(["Edit 10", 20]);
  third.engine.undo();
  expect(nameIn(third)).toBe("Edit 9");
  await third.journal.close();
  open.pop();
  const home = await (await navigator.storage.getDirectory()).getDirectoryHandle("journal");
  const names: string[] = [];
  for await (const name of (await home.getDirectoryHandle(uid)).keys()) names.push(name);
  expect(names.filter((name) => name.includes("-version"))).toHaveLength(1);
  expect(nameIn(await visit(uid))).toBe("Edit 9");
});

test("a crash after a first change by hand, after a minute or with an ordinary end before it is not the document's doing", async () => {
  const uid = crypto.randomUUID();
  await workedOn(uid, 30);
  const heldBy: readonly ((engine: Engine) => void)[] = [
    (engine) => engine.submit(renamePatch({ name: "Edit 31" })),
    () => dispatchEvent(new Event("pagehide")),
    () => vi.advanceTimersByTime(60_000),
  ];
  for (const hold of heldBy) {
    await visit(uid);
    crash();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { engine } = await visit(uid);
    hold(engine);
    vi.useRealTimers();
    crash();
    const third = await visit(uid);
    expect(third.journal.recovered?.leftOut).toBe(0);
    await third.journal.close();
    open.pop();
  }
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

test("the device tells which documents it has journals of", async () => {
  const uid = crypto.randomUUID();
  const { journal, engine } = await visit(uid);
  engine.submit(renamePatch({ name: "Listed" }));
  await journal.close();
  open.pop();
  expect(await opfsStorage().documents()).toContain(uid);

  const database = databaseStorage(`journal-${uid}`);
  const file = { number: 1, at: 1, isVersion: false, isShort: false };
  for (const one of ["one", "two"]) await database.create(one, file);
  expect([...(await database.documents())].sort()).toEqual(["one", "two"]);
});

test("all journals may take a tenth of what the browser grants, 1 GB at most, and documents pages hold are open", async () => {
  const uid = crypto.randomUUID();
  const { quota = 0 } = await navigator.storage.estimate();
  const before = await journalsBound();
  expect(before.most).toBeLessThanOrEqual(Math.min(1024 ** 3, quota * 0.1) + 1);
  expect(before.isOpen(uid)).toBe(false);
  await navigator.locks.request(`optophone-document:${uid}`, async () => {
    expect((await journalsBound()).isOpen(uid)).toBe(true);
  });
});
