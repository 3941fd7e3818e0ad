import { expect, it } from "vitest";
import { frameFile } from "./render-target.ts";

it.each([
  ["frames/%05d.png", 1, "frames/00001.png"],
  ["f%d.png", 12, "f12.png"],
  ["%03d/p.png", 1_234, "1234/p.png"],
])("%s of picture %i is %s", (pattern, number, file) => {
  expect(frameFile(pattern, number)).toBe(file);
});
