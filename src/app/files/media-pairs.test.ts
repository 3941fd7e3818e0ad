import { expect, test } from "vitest";
import { pairMedia } from "./media-pairs.ts";

test("a sound and a clip of the same name become one", () => {
  const media = [
    { name: "kick.wav", kind: "sound" },
    { name: "threads.webm", kind: "clip" },
    { name: "kick.webm", kind: "clip" },
  ] as const;
  expect(pairMedia(media)).toEqual([
    { name: "kick", sound: 0, clip: 2 },
    { name: "threads", clip: 1 },
  ]);
});

test("two sounds of one name and an image stay apart", () => {
  const media = [
    { name: "a.wav", kind: "sound" },
    { name: "a.mp3", kind: "sound" },
    { name: "a.png", kind: "image" },
  ] as const;
  expect(pairMedia(media)).toHaveLength(3);
});
