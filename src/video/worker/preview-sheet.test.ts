import { expect, test } from "vitest";
import { PreviewSheet } from "./preview-sheet.ts";

test("each preview is drawn fifteen times a second at most", () => {
  const sheet = new PreviewSheet();
  sheet.want([1, 2]);
  let drawn = 0;
  for (let now = 0; now < 1_000; now += 10) drawn += sheet.due(now, 1_280, 720).length;
  expect(drawn).toBeLessThanOrEqual(30);
  expect(drawn).toBeGreaterThan(20);
});

test("previews give way where the picture falls behind", () => {
  const sheet = new PreviewSheet();
  sheet.want([1]);
  let drawn = 0;
  for (let now = 0; now < 1_000; now += 10) drawn += sheet.due(now, 1_280, 720, true).length;
  expect(drawn).toBeLessThanOrEqual(5);
  expect(drawn).toBeGreaterThan(3);
});

test("previews lie side by side on the canvas", () => {
  const sheet = new PreviewSheet();
  sheet.want([1, 2, 3, 4, 5]);
  const places = sheet.due(0, 640, 360);
  expect(places.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [160, 0],
    [320, 0],
    [480, 0],
    [0, 90],
  ]);
});

test("where not all find room they take turns", () => {
  const sheet = new PreviewSheet();
  sheet.want([1, 2, 3]);
  const first = sheet.due(0, 320, 90).map(({ module }) => module);
  const second = sheet.due(5, 320, 90).map(({ module }) => module);
  expect([...first, ...second].sort()).toEqual([1, 2, 3]);
});

test("one that is no longer wanted is not drawn", () => {
  const sheet = new PreviewSheet();
  sheet.want([1, 2]);
  sheet.want([2]);
  expect(sheet.due(0, 1_280, 720).map(({ module }) => module)).toEqual([2]);
});
