import type { WebGLRenderer } from "pixi.js";
import { describe, expect, test } from "vitest";
import type { SourceContext } from "#video/render/frame-source.ts";
import { createImageSource, decodeImage } from "./image-source.ts";

/** A PNG file whose left half is red and whose right half is blue, a quarter opaque. */
async function makeImage(width: number, height: number): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.fillStyle = "rgb(255 0 0)";
  pen.fillRect(0, 0, width / 2, height);
  pen.fillStyle = "rgb(0 0 255 / 25%)";
  pen.fillRect(width / 2, 0, width / 2, height);
  return (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer();
}

function imageOf(content: Record<string, unknown>, file: ArrayBuffer | undefined) {
  const problems: (string | undefined)[] = [];
  const context: SourceContext = {
    // An image needs no renderer.
    renderer: {} as WebGLRenderer,
    content,
    parameter: () => Number.NaN,
    words: () => null,
    load: async () => file,
    problem: (message) => problems.push(message),
  };
  return { source: createImageSource(context), problems };
}

const moment = { samples: 0, tick: 0, bpm: 120, deltaSeconds: 0 };

describe("an image", () => {
  test("is there once its file is decoded, in its own size and colours", async () => {
    const { source, problems } = imageOf({ asset: 1 }, await makeImage(40, 20));
    await source.settle?.(moment);
    const texture = source.texture();
    expect([texture?.width, texture?.height]).toEqual([40, 20]);
    const pen = new OffscreenCanvas(40, 20).getContext("2d");
    pen?.drawImage(texture?.resource, 0, 0);
    expect([...(pen?.getImageData(5, 5, 1, 1).data ?? [])]).toEqual([255, 0, 0, 255]);
    expect([...(pen?.getImageData(35, 5, 1, 1).data ?? [])]).toEqual([0, 0, 255, 64]);
    expect(problems).toEqual([]);
    source.destroy();
    expect(source.texture()).toBeNull();
  });

  test("that is very large is scaled down in its own proportions", async () => {
    const bitmap = await decodeImage(await makeImage(5_120, 640));
    expect([bitmap.width, bitmap.height]).toEqual([4_096, 512]);
    bitmap.close();
  });

  test("that is missing or broken leaves nothing to see and says why", async () => {
    const lost = imageOf({ asset: 1 }, undefined);
    await lost.source.settle?.(moment);
    expect(lost.source.texture()).toBeNull();
    expect(lost.problems).toEqual([expect.stringContaining("can't be found")]);
    const broken = imageOf({ asset: 1 }, new TextEncoder().encode("no image").buffer);
    await broken.source.settle?.(moment);
    expect(broken.problems).toEqual([expect.stringContaining("can't be decoded")]);
  });

  test("nobody chose says nothing", async () => {
    const { source, problems } = imageOf({ asset: null }, undefined);
    await source.settle?.(moment);
    expect(source.texture()).toBeNull();
    expect(problems).toEqual([]);
  });
});
