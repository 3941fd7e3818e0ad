import { expect, onTestFinished, test } from "vitest";
import { COMMANDS } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { TelemetrySource } from "#engine/telemetry.ts";
import { registry } from "#modules/index.ts";
import { createVideoController, type VideoController } from "./video-controller.ts";

const SILENT: TelemetrySource = {
  memory: () => ({ buffer: new ArrayBuffer(0), base: 0 }),
  map: () => ({ epoch: 0, values: {}, words: {} }),
  onMap: () => () => {},
};

const CHAIN = ["video.pattern", "video.kaleidoscope", "video.feedback", "video.colour", "io.video-output"];

/** A running picture of the chain, and the ids of its modules. */
function chain() {
  const engine = createEngine({ registry });
  const added = engine.submit(
    CHAIN.map((type, place) => COMMANDS.addModule({ type, position: { x: place * 256, y: 0 } })),
  );
  if (!added.ok) throw new Error(added.reason);
  const ids = added.value.modules;
  const cabled = engine.submit(
    ids
      .slice(1)
      .map((to, place) =>
        COMMANDS.connect({ from: { module: ids[place] ?? 0, port: "video" }, to: { module: to, port: "video" } }),
      ),
  );
  if (!cabled.ok) throw new Error(cabled.reason);
  const troubles: string[] = [];
  const began = performance.now();
  const video = createVideoController({
    engine,
    registry,
    telemetry: SILENT,
    clock: () => ({ samples: (performance.now() - began) * 48, tick: 0, playing: false }),
    assets: { load: () => Promise.resolve({ ok: false, reason: "There are no assets here." }) },
    onTrouble: (message) => troubles.push(message),
  });
  onTestFinished(() => {
    video.dispose();
    expect(troubles).toEqual([]);
  });
  return { engine, video, ids };
}

const light = ({ data }: ImageData): number => {
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0);
  return sum / (data.length / 4) / 3;
};

function seen(canvas: HTMLCanvasElement): ImageData {
  const copy = new OffscreenCanvas(64, 36).getContext("2d");
  if (!copy) throw new Error("No canvas");
  copy.drawImage(canvas, 0, 0, 64, 36);
  return copy.getImageData(0, 0, 64, 36);
}

function canvasOnPage(): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  document.body.append(canvas);
  onTestFinished(() => canvas.remove());
  return canvas;
}

const SOON = { timeout: 15_000 };

test("a chain of modules is seen in an attached canvas, lit and moving", async () => {
  const { video } = chain();
  const canvas = canvasOnPage();
  const detachFirst = video.attachOutput(canvas);
  detachFirst();
  video.attachOutput(canvas);
  await expect.poll(() => light(seen(canvas)), SOON).toBeGreaterThan(8);
  expect(canvas.width / canvas.height).toBeCloseTo(16 / 9, 2);
  const before = seen(canvas).data.join();
  await expect.poll(() => seen(canvas).data.join() === before, SOON).toBe(false);
});

test("several canvases show the picture, modules show their own", async () => {
  const { video, ids } = chain();
  const [one, two, own] = [canvasOnPage(), canvasOnPage(), canvasOnPage()];
  video.attachOutput(one);
  video.attachOutput(two);
  video.attachPreview(ids[0] ?? 0, own);
  for (const canvas of [one, two, own]) await expect.poll(() => light(seen(canvas)), SOON).toBeGreaterThan(8);
});

test("the output's level fades to black at once, a cut cable too", async () => {
  const { video, engine, ids } = chain();
  const output = ids.at(-1) ?? 0;
  expect(light(await bright(video))).toBeGreaterThan(8);
  engine.submit(COMMANDS.setParameters({ module: output, values: { level: 0 } }));
  engine.flush();
  expect(light(await video.captureFrame())).toBe(0);
  engine.undo();
  engine.flush();
  expect(light(await video.captureFrame())).toBeGreaterThan(8);
  engine.submit(COMMANDS.disconnect({ connections: [...engine.snapshot().patch.connections.keys()] }));
  engine.flush();
  expect(light(await video.captureFrame())).toBe(0);
});

test("readings tell the size and how many modules draw", async () => {
  const { video } = chain();
  video.attachOutput(canvasOnPage());
  await expect.poll(() => video.readStats(), SOON).toMatchObject({ passes: 4 });
  expect(video.readStats().height).toBeGreaterThanOrEqual(360);
});

/** A captured picture, once shaders are there and something is seen. */
async function bright(video: VideoController): Promise<ImageData> {
  let picture = await video.captureFrame();
  await expect
    .poll(async () => {
      picture = await video.captureFrame();
      return light(picture);
    }, SOON)
    .toBeGreaterThan(8);
  return picture;
}
