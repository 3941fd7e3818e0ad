import type { AssetId, ModuleId } from "#engine/patch.ts";
import type { VideoGraph } from "#video/graph/video-graph.ts";
import type { TelemetryMemory } from "#video/graph/worker-protocol.ts";
import type { FrameTime } from "#video/render/frame-source.ts";
import { PictureRenderer } from "#video/render/picture-renderer.ts";
import { FRAME_SOURCES } from "#video/sources/frame-sources.ts";

export interface FrameRendererOptions {
  /** Size of the picture in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Draws a patch frame by frame without a display: the same graph and moments give the same pixels. */
export interface FrameRenderer {
  /** Draws this graph from the next frame on; modules that stay keep their past. */
  setGraph(graph: VideoGraph): void;
  /** The bytes of an asset of the patch; before the first frame that needs them. Undefined: they can't be had. */
  provideAsset(asset: AssetId, bytes: ArrayBuffer | undefined): void;
  /**
   * The picture of a moment as RGBA, top row first; moments in rising order. Waits until shaders are compiled and clips decoded.
   * `telemetry` is what the sound host published up to this moment.
   */
  draw(frame: FrameTime, telemetry?: TelemetryMemory): Promise<Uint8ClampedArray<ArrayBuffer>>;
  /** What keeps modules from drawing, in words. */
  problems(): ReadonlyMap<ModuleId, string>;
  /** What a module that sees its past keeps for the next frame: RGBA floats, bottom row first; undefined for others. */
  kept(module: ModuleId): Float32Array | undefined;
  destroy(): void;
}

/** Rejects where there is no WebGL 2. */
export async function createFrameRenderer({ width, height }: FrameRendererOptions): Promise<FrameRenderer> {
  const assets = new Map<AssetId, ArrayBuffer | undefined>();
  const problems = new Map<ModuleId, string>();
  const renderer = await PictureRenderer.create({
    canvas: new OffscreenCanvas(width, height),
    width,
    height,
    sources: FRAME_SOURCES,
    load: (asset) => Promise.resolve(assets.get(asset)),
    problem: (module, message) => {
      if (message === undefined) problems.delete(module);
      else problems.set(module, message);
    },
  });
  return {
    setGraph: (graph) => renderer.setGraph(graph),
    provideAsset: (asset, bytes) => void assets.set(asset, bytes),
    async draw(frame, telemetry) {
      if (telemetry) renderer.telemetry.set(telemetry.buffer, telemetry.base);
      await renderer.settle(frame);
      renderer.draw(frame);
      return renderer.readPixels();
    },
    problems: () => problems,
    kept: (module) => renderer.readKept(module),
    destroy: () => renderer.destroy(),
  };
}
