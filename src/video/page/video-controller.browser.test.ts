import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
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
function chain({ mayFail = false } = {}) {
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
    if (!mayFail) expect(troubles).toEqual([]);
  });
  return { engine, video, ids, troubles };
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

describe("a worker that dies", () => {
  const workers: Worker[] = [];
  beforeEach(() => {
    workers.length = 0;
    const Real = globalThis.Worker;
    vi.stubGlobal(
      "Worker",
      class extends Real {
        constructor(url: URL, options: WorkerOptions) {
          super(url, options);
          workers.push(this);
        }
      },
    );
  });
  afterEach(() => vi.unstubAllGlobals());

  test("ended from outside, it is replaced, and the new one draws the same patch into the same canvases", async () => {
    const { video, ids, troubles } = chain({ mayFail: true });
    const [shown, own] = [canvasOnPage(), canvasOnPage()];
    video.attachOutput(shown);
    video.attachPreview(ids[0] ?? 0, own);
    await expect.poll(() => light(seen(shown)), SOON).toBeGreaterThan(8);
    await expect.poll(() => video.readStats().passes, SOON).toBe(4);
    workers[0]?.terminate();
    const capture = video.captureFrame();
    await expect.poll(() => workers.length, SOON).toBe(2);
    // The canvas holds its last picture until the next one comes.
    expect(light(seen(shown))).toBeGreaterThan(8);
    expect(light(await capture)).toBeGreaterThanOrEqual(0);
    own.getContext("2d")?.clearRect(0, 0, own.width, own.height);
    await expect.poll(() => light(seen(own)), SOON).toBeGreaterThan(8);
    const before = seen(shown).data.join();
    await expect.poll(() => seen(shown).data.join() === before, SOON).toBe(false);
    expect(troubles).toEqual(["The picture stopped. It was started again."]);
  });

  test("an error in it says so; the second with the same patch says what may help", async () => {
    const { video, troubles } = chain({ mayFail: true });
    video.attachOutput(canvasOnPage());
    const fail = (place: number) => workers[place]?.dispatchEvent(new ErrorEvent("error", { message: "planted" }));
    fail(0);
    await expect.poll(() => workers.length, SOON).toBe(2);
    fail(1);
    await expect.poll(() => workers.length, SOON).toBe(3);
    expect(troubles).toEqual([
      "The picture stopped: planted. It was started again.",
      expect.stringContaining("It stopped before with this very patch"),
    ]);
    await expect.poll(() => video.readStats().passes, SOON).toBe(4);
  });
});
