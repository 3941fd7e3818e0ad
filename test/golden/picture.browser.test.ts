import pixelmatch from "pixelmatch";
import { expect, test } from "vitest";
import { commands, server } from "vitest/browser";
import { registry } from "#modules/index.ts";
import { asPng, drawnPatch } from "#video/testing/drawn-patch.ts";
import { PICTURE_PATCHES } from "./picture-patches.ts";

const WIDTH = 320;
const HEIGHT = 180;
const SECONDS = 1;
/** Share of pixels that may look different: drivers round edges differently. */
const TOLERANCE = 0.01;

const references = import.meta.glob<string>("./picture/*.png", { query: "?url", import: "default", eager: true });

async function reference(name: string): Promise<ImageData | undefined> {
  const url = references[`./picture/${name}.png`];
  if (!url) return undefined;
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context?.drawImage(bitmap, 0, 0);
  return context?.getImageData(0, 0, bitmap.width, bitmap.height);
}

test.each(Object.entries(PICTURE_PATCHES))("%s looks as it did", async (name, example) => {
  const { renderer, pictureAfter } = await drawnPatch(registry, example, WIDTH, HEIGHT);
  const picture = await pictureAfter(SECONDS);
  expect([...renderer.problems().values()]).toEqual([]);
  renderer.destroy();
  if (server.config.snapshotOptions.updateSnapshot === "all") {
    await commands.writeFile(`test/golden/picture/${name}.png`, await asPng(picture), "base64");
    return;
  }
  const before = await reference(name);
  expect(before, `There is no picture/${name}.png; run with -u and look at it.`).toBeDefined();
  const different = pixelmatch(before?.data ?? new Uint8Array(), picture.data, undefined, WIDTH, HEIGHT, {
    threshold: 0.1,
  });
  expect(different / (WIDTH * HEIGHT)).toBeLessThan(TOLERANCE);
});

test("the same patch gives the same pixels each time", async () => {
  const drawn = async () => {
    const { renderer, pictureAfter } = await drawnPatch(registry, PICTURE_PATCHES.trails, WIDTH, HEIGHT);
    const { data } = await pictureAfter(0.5);
    renderer.destroy();
    return data;
  };
  expect(await drawn()).toEqual(await drawn());
});
