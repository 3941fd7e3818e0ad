import { COMMANDS } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import { fragmentFromExample } from "#engine/fragment.ts";
import type { ModuleDefinition, ModuleExample, Registry } from "#engine/module-definition.ts";
import type { ModuleId } from "#engine/patch.ts";
import { buildVideoGraph } from "#video/graph/video-graph.ts";
import { createFrameRenderer, type FrameRenderer } from "#video/offline/frame-renderer.ts";

const RATE = 30;

/** A patch with a renderer at work on it. */
export interface DrawnPatch {
  readonly renderer: FrameRenderer;
  /** The picture some seconds on, after all frames before it at 30 a second. */
  pictureAfter(seconds: number): Promise<ImageData>;
  idOf(name: string): ModuleId;
}

/** Puts modules and cables as a definition's example writes them into a patch and draws it. */
export async function drawnPatch(
  registry: Registry,
  example: ModuleExample,
  width: number,
  height: number,
): Promise<DrawnPatch> {
  const engine = createEngine({ registry });
  const fragment = fragmentFromExample({ example } as ModuleDefinition, registry);
  const inserted = engine.submit(COMMANDS.insertFragment({ fragment, position: { x: 0, y: 0 } }));
  if (!inserted.ok) throw new Error(inserted.reason);
  const { patch } = engine.snapshot();
  const renderer = await createFrameRenderer({ width, height });
  const telemetry = { epoch: 0, values: {}, words: {} };
  renderer.setGraph(buildVideoGraph({ patch, registry, telemetry, previews: [] }));
  let frames = 0;
  return {
    renderer,
    async pictureAfter(seconds) {
      const target = Math.round(seconds * RATE);
      let pixels = new Uint8ClampedArray(width * height * 4);
      while (frames <= target) {
        const deltaSeconds = frames === 0 ? 0 : 1 / RATE;
        pixels = await renderer.draw({ samples: frames * 1_600, tick: frames * 64, bpm: 120, deltaSeconds });
        frames++;
      }
      return new ImageData(pixels, width, height);
    },
    idOf(name) {
      for (const module of patch.modules.values()) if (module.name === name) return module.id;
      throw new Error(`No module ${name}`);
    },
  };
}

/** A picture as the bytes of a PNG file, in base64. */
export async function asPng(picture: ImageData): Promise<string> {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d")?.putImageData(picture, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
