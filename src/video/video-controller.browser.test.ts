import { expect, onTestFinished, test } from "vitest";
import { COMMANDS } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { TelemetrySource } from "#engine/telemetry.ts";
import { registry } from "#modules/index.ts";
import { createVideoController } from "./video-controller.ts";

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

test("a chain of modules is seen in an attached canvas, lit and moving", async () => {
  const { video } = chain();
  const canvas = document.createElement("canvas");
  document.body.append(canvas);
  const detachFirst = video.attachOutput(canvas);
  detachFirst();
  video.attachOutput(canvas);
  await expect.poll(() => light(seen(canvas)), { timeout: 10_000 }).toBeGreaterThan(8);
  const before = seen(canvas).data.join();
  await expect.poll(() => seen(canvas).data.join() === before, { timeout: 5_000 }).toBe(false);
  canvas.remove();
});
