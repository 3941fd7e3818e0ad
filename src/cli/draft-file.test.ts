import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openDraft } from "./draft-file.ts";
import { writeWhole } from "./write-whole.ts";

const deeds = vi.hoisted((): string[] => []);

vi.mock("node:fs/promises", async (importOriginal) => {
  const real = await importOriginal<typeof import("node:fs/promises")>();
  return {
    ...real,
    async open(path: string, flags: string) {
      const handle = await real.open(path, flags);
      const sync = handle.sync.bind(handle);
      handle.sync = () => {
        deeds.push(flags === "r" ? "sync of the folder" : "sync of the draft");
        return sync();
      };
      return handle;
    },
    rename(from: string, to: string) {
      deeds.push("rename");
      return real.rename(from, to);
    },
  };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "optophone-draft-"));
  deeds.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

const bytes = new TextEncoder().encode("whole");
const textOf = (name: string) => readFileSync(join(folder, name), "utf8");

test("is on the disk before it has its name, and its name after", async () => {
  expect(await writeWhole(join(folder, "made", "sound.wav"), bytes)).toMatchObject({ ok: true });
  expect(deeds).toEqual(["sync of the draft", "rename", "sync of the folder"]);
  expect(textOf("made/sound.wav")).toBe("whole");
});

test("leaves what was there until it is kept, and nothing when it is not", async () => {
  const file = join(folder, "sound.wav");
  writeFileSync(file, "before");
  const draft = await openDraft(file);
  if (!draft.ok) throw new Error(draft.reason);
  await draft.value.write(bytes, 0);
  expect(textOf("sound.wav")).toBe("before");
  await draft.value.discard();
  expect(readdirSync(folder)).toEqual(["sound.wav"]);
});

test("keeps the permissions of what it replaces", async () => {
  const file = join(folder, "sound.wav");
  writeFileSync(file, "before");
  chmodSync(file, 0o640);
  await writeWhole(file, bytes);
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

test("writes behind symbolic links, which stay", async () => {
  mkdirSync(join(folder, "disk"));
  writeFileSync(join(folder, "disk", "there.wav"), "before");
  symlinkSync("disk/there.wav", join(folder, "linked.wav"));
  symlinkSync("disk/new.wav", join(folder, "promised.wav"));
  symlinkSync("promised.wav", join(folder, "twice.wav"));
  expect(await writeWhole(join(folder, "linked.wav"), bytes)).toMatchObject({ ok: true });
  expect(await writeWhole(join(folder, "twice.wav"), bytes)).toMatchObject({ ok: true });
  expect([textOf("disk/there.wav"), textOf("disk/new.wav")]).toEqual(["whole", "whole"]);
  expect(readdirSync(folder).sort()).toEqual(["disk", "linked.wav", "promised.wav", "twice.wav"]);
  expect(readdirSync(join(folder, "disk")).sort()).toEqual(["new.wav", "there.wav"]);
});

test("refuses what is no file, and leaves it", async () => {
  symlinkSync("circle.wav", join(folder, "circle.wav"));
  const told = async (path: string) => (await writeWhole(path, bytes)) as { readonly reason: string };
  expect((await told(folder)).reason).toBe(`${folder}: It can't be written. This is a folder, not a file.`);
  expect((await told("/dev/null")).reason).toBe(
    "/dev/null: It can't be written. This is a device or a pipe, not a file.",
  );
  expect((await told(join(folder, "circle.wav"))).reason).toMatch(/Its links lead back to themselves\.$/);
  expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  expect(readdirSync(folder)).toEqual(["circle.wav"]);
});
