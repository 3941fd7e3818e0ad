import { expect, it } from "vitest";
import { emptyPatch } from "#engine/empty-patch.ts";
import type { Asset } from "#engine/patch.ts";
import { withOwnPaths } from "./media-paths.ts";

const sound = (path: string, hash: string): Omit<Asset, "id"> => ({ name: path, kind: "sound", path, hash });
const paths = (media: readonly Omit<Asset, "id">[], patch: Parameters<typeof withOwnPaths>[1] = emptyPatch()) =>
  withOwnPaths(media, patch).map(({ path }) => path);

it("gives different files of one name different paths, in one drop and after another", () => {
  expect(paths([sound("media/kick.wav", "a"), sound("media/kick.wav", "b"), sound("media/Kick.wav", "c")])).toEqual([
    "media/kick.wav",
    "media/kick-2.wav",
    "media/Kick-3.wav",
  ]);
  const patch = emptyPatch();
  const assets = patch.assets.set(1, { id: 1, ...sound("media/kick.wav", "a") });
  expect(paths([sound("media/kick.wav", "b")], { assets })).toEqual(["media/kick-2.wav"]);
});

it("lets the same file keep its path", () => {
  expect(paths([sound("media/kick.wav", "a"), sound("media/kick.wav", "a")])).toEqual([
    "media/kick.wav",
    "media/kick.wav",
  ]);
});
