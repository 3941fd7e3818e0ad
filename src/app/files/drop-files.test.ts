import { expect, test } from "vitest";
import { createTestSession } from "#app/testing/test-session.ts";
import { done, refused } from "#engine/outcome.ts";
import { dropFiles } from "./drop-files.ts";
import type { PatchFiles } from "./patch-files.ts";

const NO_FILES: PatchFiles = {
  state: () => ({ fileName: undefined, dirty: false }),
  onState: () => () => {},
  create: () => {},
  open: async () => {},
  openFile: async () => {},
  openText: () => true,
  save: async () => {},
  saveAs: async () => {},
  restore: () => {},
  end: () => {},
};
const sound = (name: string) => new File(["RIFF"], name, { type: "audio/wav" });
const namesOf = ({ engine }: ReturnType<typeof createTestSession>) =>
  [...engine.snapshot().patch.modules.values()].map(({ name }) => name);

test("a file whose name no module could have becomes a module with as much of it as fits", async () => {
  const session = createTestSession();
  const told: string[] = [];
  const files = [sound(`${"kick".repeat(40)}.wav`), sound("…!.wav"), sound("07 snare (2).wav")];
  await dropFiles(files, { x: 0, y: 0 }, session, NO_FILES, (reason) => told.push(reason));
  expect(told).toEqual([]);
  const names = namesOf(session);
  expect(names).toEqual(["kick".repeat(16), "media", "snare-2"]);
  expect(session.engine.undo().ok).toBe(true);
  expect(namesOf(session)).toEqual([]);
});

test("two drops at once get media of their own", async () => {
  const session = createTestSession();
  const told: string[] = [];
  const drop = (name: string) => dropFiles([sound(name)], { x: 0, y: 0 }, session, NO_FILES, (why) => told.push(why));
  await Promise.all([drop("a.wav"), drop("b.wav")]);
  expect(told).toEqual([]);
  const { modules, assets } = session.engine.snapshot().patch;
  const played = [...modules.values()].map(({ content }) => assets.get(Number(content?.asset))?.name);
  expect(played).toEqual(["a.wav", "b.wav"]);
});

test("a file that can't be kept is told, and the others become modules", async () => {
  const made = createTestSession();
  const keep = async ({ name }: File) =>
    name === "big.wav"
      ? refused("“big.wav” could not be kept in the browser: there is no room.")
      : done({ name, kind: "sound" as const, path: `media/${name}`, hash: "1".repeat(64) });
  const session = { ...made, assets: { ...made.assets, keep } };
  const told: string[] = [];
  await dropFiles([sound("big.wav"), sound("small.wav")], { x: 0, y: 0 }, session, NO_FILES, (why) => told.push(why));
  expect(told).toEqual(["“big.wav” could not be kept in the browser: there is no room."]);
  expect(namesOf(session)).toEqual(["small"]);
});
