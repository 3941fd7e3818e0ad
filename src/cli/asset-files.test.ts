import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { Asset } from "#engine/patch.ts";
import { assetFiles } from "./asset-files.ts";

const folder = mkdtempSync(join(tmpdir(), "optophone-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "a.txt"), "hello");
const HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

const load = async (path: string, hash = "") => {
  const asset: Asset = { id: 1, name: path, kind: "sound", path, hash };
  const loaded = await assetFiles(join(folder, "sub", "..", "p.opto")).load(asset);
  return loaded.ok ? new TextDecoder().decode(loaded.value.slice(0, 5)) : loaded.reason;
};

it("finds files beside the patch, by content where the patch knows it", async () => {
  expect(await load("a.txt")).toBe("hello");
  expect(await load("a.txt", HELLO)).toBe("hello");
  expect(await load("a.txt", HELLO.replace("2", "3"))).toMatch(
    /a\.txt: This is not the file the patch was made with\./,
  );
});

it("finds what ships with Optophone from anywhere", async () => {
  expect(await load("media/kick.wav")).toMatch(/^RIFF/);
});

it("names what is missing", async () => {
  expect(await load("media/none.wav")).toBe(`${join(folder, "media/none.wav")}: There is no such file.`);
});

it.each(["../a.txt", "x/../../a.txt", "/etc/hosts", "C:/a.txt", "..\\a.txt", ""])("refuses “%s”", async (path) => {
  expect(await load(path)).toBe(`${path}: a patch may only use files below its own folder.`);
});
