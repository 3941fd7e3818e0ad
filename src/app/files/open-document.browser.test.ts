import { afterEach, expect, test } from "vitest";
import type { PatchText } from "#app/session-port.ts";
import { createNotices, type Notice, type Notices } from "#app/state/notices.tsx";
import { renamePatch } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";
import { openDocument } from "./open-document.ts";
import type { PatchFiles } from "./patch-files.ts";

const text: PatchText = {
  serialise: (opened) => serialisePatch({ version: 1, ...opened }, registry),
  parse: (body) => parsePatch(body, registry),
};
const opened: PatchFiles[] = [];

afterEach(() => {
  history.replaceState(null, "", location.pathname + location.search);
  for (const files of opened.splice(0)) files.end();
});

function listening(): { notices: Notices; told: Notice[] } {
  const told: Notice[] = [];
  const notices = createNotices();
  return { told, notices: { ...notices, tell: (notice) => told.push(notice) } };
}

async function visit(database: string) {
  const engine = createEngine({ registry });
  const { notices, told } = listening();
  const welcome = async () => text.serialise(createEngine({ registry }).snapshot());
  const files = await openDocument({ engine, text, notices, welcome, database });
  opened.push(files);
  return { engine, files, told };
}

const leave = (visited: { readonly files: PatchFiles }) => {
  dispatchEvent(new Event("pagehide"));
  visited.files.end();
};

test("a change survives the page being left at once", async () => {
  const database = `test-${crypto.randomUUID()}`;
  const first = await visit(database);
  first.engine.submit(renamePatch({ name: "Survivor" }));
  leave(first);
  const again = await visit(database);
  expect(again.engine.snapshot().patch.name).toBe("Survivor");
  expect(again.files.state().dirty).toBe(true);
  expect(again.engine.undoState().undo).toBeUndefined();
});

test("of two pages each comes back to its own document", async () => {
  const database = `test-${crypto.randomUUID()}`;
  const one = await visit(database);
  const address = location.hash;
  one.engine.submit(renamePatch({ name: "One" }));
  const two = await visit(database);
  two.engine.submit(renamePatch({ name: "Two" }));
  expect(location.hash).not.toBe(address);
  leave(two);
  leave(one);
  expect((await visit(database)).engine.snapshot().patch.name).toBe("Two");
  location.hash = address;
  expect((await visit(database)).engine.snapshot().patch.name).toBe("One");
});

test("the last changes before another document is opened are kept with their own", async () => {
  const database = `test-${crypto.randomUUID()}`;
  const one = await visit(database);
  const address = location.hash;
  one.engine.submit(renamePatch({ name: "One" }));
  one.files.create();
  leave(one);
  location.hash = address;
  expect((await visit(database)).engine.snapshot().patch.name).toBe("One");
});

test("a document another page has open is opened as a copy, and said so", async () => {
  const database = `test-${crypto.randomUUID()}`;
  const one = await visit(database);
  one.engine.submit(renamePatch({ name: "Mine" }));
  one.engine.flush();
  const { uid } = one.engine.snapshot().patch;
  dispatchEvent(new Event("pagehide"));
  const other = await visit(database);
  expect(other.engine.snapshot().patch.name).toBe("Mine");
  expect(other.engine.snapshot().patch.uid).not.toBe(uid);
  expect(other.told.at(-1)?.text).toMatch(/open in another tab.*copy/);
});

test("a broken file is refused with the place of the fault and the patch stays", async () => {
  const { engine, files, told } = await visit(`test-${crypto.randomUUID()}`);
  engine.submit(renamePatch({ name: "Mine" }));
  const broken = text.serialise(engine.snapshot()).replace('"Mine"', "42");
  await files.openFile(new File([broken], "broken.opto"));
  expect(engine.snapshot().patch.name).toBe("Mine");
  expect(told.at(-1)?.text).toMatch(/broken\.opto.*name/s);
});

test("an opened patch is clean and can be taken back", async () => {
  const { engine, files, told } = await visit(`test-${crypto.randomUUID()}`);
  engine.submit(renamePatch({ name: "Mine" }));
  engine.flush();
  const other = text.serialise({
    ...engine.snapshot(),
    patch: { ...engine.snapshot().patch, name: "Other" },
  });
  await files.openFile(new File([other], "other.opto"));
  engine.flush();
  expect([engine.snapshot().patch.name, files.state().dirty, files.state().fileName]).toEqual([
    "Other",
    false,
    "other.opto",
  ]);
  told.at(-1)?.action?.run();
  expect(engine.snapshot().patch.name).toBe("Mine");
});
