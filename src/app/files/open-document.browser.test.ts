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

test("a change survives the page being left", async () => {
  const database = `test-${crypto.randomUUID()}`;
  const first = await visit(database);
  first.engine.submit(renamePatch({ name: "Survivor" }));
  first.engine.flush();
  expect(first.files.state().dirty).toBe(true);
  dispatchEvent(new Event("pagehide"));
  await expect
    .poll(async () => (await visit(database)).engine.snapshot().patch.name, { interval: 100 })
    .toBe("Survivor");
  const again = await visit(database);
  expect(again.files.state().dirty).toBe(true);
  expect(again.engine.undoState().undo).toBeUndefined();
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
