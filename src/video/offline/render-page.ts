import "pixi.js/unsafe-eval";
import type { AssetId, ModuleId } from "#engine/patch.ts";
import type { VideoGraph } from "#video/graph/video-graph.ts";
import type { FrameTime } from "#video/render/frame-source.ts";
import { createFrameRenderer, type FrameRenderer, type FrameRendererOptions } from "./frame-renderer.ts";

/** What a page without a display offers whoever drives it; on `window.renderPage`. Bytes go by URL, so that frames needn't be written as text. */
export interface RenderPage {
  start(options: FrameRendererOptions): Promise<void>;
  setGraph(graph: VideoGraph): void;
  /** Fetches the asset's bytes from the driver. */
  provideAsset(asset: AssetId, url: string): Promise<void>;
  /**
   * Draws a moment and posts its RGBA bytes, top row first, to a URL. With `telemetry`, fetches what the sound host published
   * from there first. Answers what modules can't draw.
   */
  draw(frame: FrameTime, to: string, telemetry?: PublishedAt): Promise<readonly PictureProblem[]>;
  end(): void;
}

/** A module that can't draw, and why, in a sentence. */
export type PictureProblem = readonly [module: ModuleId, sentence: string];

declare global {
  interface Window {
    renderPage?: RenderPage;
  }
}

let renderer: FrameRenderer | undefined;

const started = (): FrameRenderer => {
  if (!renderer) throw new Error("Call start before drawing.");
  return renderer;
};

async function bytesFrom(url: string): Promise<ArrayBuffer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return answer.arrayBuffer();
}

/** Where the page fetches what the sound host published up to a moment. */
export interface PublishedAt {
  readonly url: string;
  /** Address of the first byte. */
  readonly base: number;
}

/** Draws a moment: RGBA, top row first. For scripts of this page that need the picture themselves. */
export async function drawMoment(frame: FrameTime, telemetry?: PublishedAt): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const published = telemetry && { buffer: await bytesFrom(telemetry.url), base: telemetry.base };
  return started().draw(frame, published);
}

/** What modules can't draw at this moment. */
export const problemsNow = (): PictureProblem[] => [...started().problems()];

window.renderPage = {
  async start(options) {
    renderer?.destroy();
    renderer = await createFrameRenderer(options);
  },
  setGraph: (graph) => started().setGraph(graph),
  provideAsset: async (asset, url) => started().provideAsset(asset, await bytesFrom(url)),
  async draw(frame, to, telemetry) {
    const answer = await fetch(to, { method: "POST", body: await drawMoment(frame, telemetry) });
    if (!answer.ok) throw new Error(`${to} answered ${answer.status}.`);
    return problemsNow();
  },
  end() {
    renderer?.destroy();
    renderer = undefined;
  },
};
