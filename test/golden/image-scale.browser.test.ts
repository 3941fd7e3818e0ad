import { expect, test } from "vitest";
import { addAsset, addModule, connect } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { registry } from "#modules/index.ts";
import { buildVideoGraph } from "#video/graph/video-graph.ts";
import { createFrameRenderer } from "#video/offline/frame-renderer.ts";

const SIZE = 64;

async function whiteImage(): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(SIZE, SIZE);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, SIZE, SIZE);
  return (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer();
}

/** Share of the output that a white image at this scale lights. */
async function litShare(scale: number): Promise<number> {
  const engine = createEngine({ registry });
  const made = engine.submit([
    addAsset({ id: 1, name: "white.png", kind: "image", path: "white.png", hash: "" }),
    addModule({ id: 1, type: "video.image", content: { asset: 1 }, parameters: { scale, fit: "contain" } }),
    addModule({ id: 2, type: "io.video-output" }),
    connect({ from: { module: 1, port: "video" }, to: { module: 2, port: "video" } }),
  ]);
  if (!made.ok) throw new Error(made.reason);
  const renderer = await createFrameRenderer({ width: SIZE, height: SIZE });
  renderer.provideAsset(1, await whiteImage());
  const telemetry = { epoch: 0, values: {}, words: {} };
  renderer.setGraph(buildVideoGraph({ patch: engine.snapshot().patch, registry, telemetry, previews: [] }));
  let pixels = new Uint8ClampedArray();
  for (let frame = 0; frame < 3; frame++) {
    pixels = await renderer.draw({ samples: frame * 1_600, tick: frame * 64, bpm: 120, deltaSeconds: 1 / 30 });
  }
  renderer.destroy();
  let lit = 0;
  for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 128) lit++;
  return lit / (SIZE * SIZE);
}

test("half the scale lights a quarter of the picture", async () => {
  expect(await litShare(1)).toBeGreaterThan(0.97);
  expect(await litShare(0.5)).toBeCloseTo(0.25, 1);
});
