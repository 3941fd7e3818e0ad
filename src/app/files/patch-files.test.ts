import { beforeEach, expect, test, vi } from "vitest";
import type { PatchText } from "#app/session-port.ts";
import type { Notice, Notices } from "#app/state/notices.tsx";
import { renamePatch } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { emptyPatch } from "#engine/empty-patch.ts";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";
import { createPatchFiles } from "./patch-files.ts";

interface Disk {
  readonly saves: { readonly existing: string | undefined; readonly text: string }[];
  opening: File & { handle?: unknown };
}
const disk = vi.hoisted((): { now: Disk } => ({ now: { saves: [], opening: new File([], "") } }));

vi.mock("browser-fs-access", () => ({
  fileOpen: async () => disk.now.opening,
  fileSave: async (blob: Blob, _: unknown, existing: { name: string } | null) => {
    disk.now.saves.push({ existing: existing?.name, text: await blob.text() });
    return existing;
  },
}));

const text: PatchText = {
  serialise: (opened) => serialisePatch({ version: 1, ...opened }, registry),
  parse: (body) => parsePatch(body, registry),
};

beforeEach(() => {
  disk.now = { saves: [], opening: new File([], "") };
});

/** A file of the disk called B.opto, with the time it was last changed. */
function fileB() {
  const body = text.serialise({ ...createEngine({ registry }).snapshot(), patch: emptyPatch("B") });
  const file = { time: 1 };
  const handle = { name: "B.opto", getFile: async () => ({ lastModified: file.time }) };
  disk.now.opening = Object.assign(new File([body], "B.opto", { lastModified: 1 }), { handle });
  return file;
}

function begin() {
  const engine = createEngine({ registry });
  const told: Notice[] = [];
  // Only `tell` is asked of them.
  const notices = { tell: (notice: Notice) => told.push(notice) } as unknown as Notices;
  const files = createPatchFiles({ engine, text, notices, emptyPatch });
  const rename = (name: string) => {
    engine.submit(renamePatch({ name }));
    engine.flush();
  };
  return { engine, files, told, rename, name: () => engine.snapshot().patch.name };
}

test("after opening the wrong file and undoing that, Save does not write over the file opened by mistake", async () => {
  const { engine, files, rename, name } = begin();
  fileB();
  rename("A");
  await files.open();
  expect([name(), files.state().fileName]).toEqual(["B", "B.opto"]);
  engine.undo();
  engine.flush();
  expect([name(), files.state().fileName]).toEqual(["A", undefined]);
  await files.save();
  expect(disk.now.saves.map(({ existing }) => existing)).toEqual([undefined]);
  engine.undo();
  expect(engine.snapshot().patch.name).not.toBe("B");
});

test("redoing an opening brings its file back, unchanged", async () => {
  const { engine, files } = begin();
  fileB();
  await files.open();
  engine.undo();
  engine.redo();
  engine.flush();
  expect(files.state()).toEqual({ dirty: false, fileName: "B.opto" });
});

test("“Bring it back” brings it back, whatever was done in between", async () => {
  const { files, told, rename, name } = begin();
  fileB();
  rename("A");
  await files.open();
  rename("B, changed");
  told.at(-1)?.action?.run();
  expect([name(), files.state().fileName]).toEqual(["A", undefined]);
});

test("a file changed by another program meanwhile is written over only when asked to", async () => {
  const { files, told, rename } = begin();
  const file = fileB();
  await files.open();
  rename("B, ours");
  file.time = 2;
  await files.save();
  expect(disk.now.saves).toEqual([]);
  expect(told.at(-1)?.text).toMatch(/B\.opto.*changed by another program/);
  told.at(-1)?.action?.run();
  await vi.waitFor(() => expect(disk.now.saves.map(({ existing }) => existing)).toEqual(["B.opto"]));
});

test("what is asked of one document is never done with another that came meanwhile", async () => {
  const { engine, files, told, rename } = begin();
  const file = fileB();
  rename("A");
  await files.open();
  rename("B, ours");
  file.time = 2;
  await files.save();
  engine.undo();
  engine.undo();
  engine.flush();
  expect(engine.snapshot().patch.name).toBe("A");
  told.at(-1)?.action?.run();
  await vi.waitFor(() => expect(disk.now.saves.length).toBe(1));
  expect(JSON.parse(disk.now.saves[0]?.text ?? "").name).toBe("B, ours");
});

test("a document that leaves while its file is looked at is the one that is saved", async () => {
  const { engine, files, rename } = begin();
  fileB();
  rename("A");
  await files.open();
  rename("B, ours");
  const saving = files.save();
  engine.undo();
  engine.undo();
  engine.flush();
  await saving;
  expect(disk.now.saves.map(({ existing, text: saved }) => [existing, JSON.parse(saved).name])).toEqual([
    ["B.opto", "B, ours"],
  ]);
  expect(files.state()).toEqual({ dirty: true, fileName: undefined });
});
