import type { AssetId, ModuleId } from "#engine/patch.ts";
import { EMPTY_GRAPH, type VideoGraph } from "#video/graph/video-graph.ts";
import type { FromPicture, TelemetryMemory, ToPicture } from "#video/graph/worker-protocol.ts";
import type { FrameTime } from "#video/render/frame-source.ts";
import { PictureRenderer, type PreviewPlace } from "#video/render/picture-renderer.ts";
import { FRAME_SOURCES } from "#video/sources/frame-sources.ts";
import { FrameClock } from "./frame-clock.ts";
import { FramePace } from "./frame-pace.ts";
import { PreviewSheet } from "./preview-sheet.ts";

export interface HostEnvironment {
  post(message: FromPicture, transfer?: Transferable[]): void;
  /** Milliseconds since 1970 from a steady clock. */
  now(): number;
}

/** Pictures handed over and not yet seen, and frames the card works on: more would only come late. */
const IN_FLIGHT = 2;
const STATS_MS = 500;
const LONGEST_RETRY_MS = 8_000;

interface Pending {
  readonly fence: WebGLSync;
  readonly begun: number;
}

/** The picture on its own thread: takes the page's messages, draws each frame of the display, hands pictures back. */
export class PictureHost {
  readonly #environment: HostEnvironment;
  readonly #clock = new FrameClock();
  readonly #pace = new FramePace(1_280, 720);
  readonly #previews = new PreviewSheet();
  readonly #loads = new Map<
    AssetId,
    { promise: Promise<ArrayBuffer | undefined>; settle: (bytes: ArrayBuffer | undefined) => void }
  >();
  readonly #captures: number[] = [];
  #pending: Pending[] = [];
  #renderer: PictureRenderer | undefined;
  #canvas: OffscreenCanvas | undefined;
  #graph: VideoGraph = EMPTY_GRAPH;
  #telemetry: TelemetryMemory | undefined;
  #outputs = 0;
  #framesInFlight = 0;
  #previewsInFlight = false;
  #frameMs = 0;
  #statsAt = 0;
  #retryMs = 250;

  constructor(environment: HostEnvironment) {
    this.#environment = environment;
  }

  /** The canvas drawn on now; a new one after the graphics card was lost. */
  get canvas(): OffscreenCanvas | undefined {
    return this.#canvas;
  }

  receive(message: ToPicture): void {
    switch (message.kind) {
      case "start":
        this.#pace.setFullSize(message.width, message.height);
        void this.#start();
        return;
      case "graph":
        this.#graph = message.graph;
        this.#previews.want(message.graph.previews.map(({ module }) => module));
        this.#renderer?.setGraph(message.graph);
        return;
      case "values":
        this.#graph = withValues(this.#graph, message.module, message.values);
        this.#renderer?.setValues(message.module, message.values);
        return;
      case "clock":
        this.#clock.read(message.clock);
        if (message.telemetry) this.#setTelemetry(message.telemetry);
        return;
      case "telemetry":
        this.#setTelemetry(message.telemetry);
        return;
      case "outputs":
        this.#outputs = message.count;
        if (message.count === 0) this.#framesInFlight = 0;
        return;
      case "size":
        this.#pace.setFullSize(message.width, message.height);
        this.#resize();
        return;
      case "shown":
        if (message.what === "frames") this.#framesInFlight = Math.max(0, this.#framesInFlight - 1);
        else this.#previewsInFlight = false;
        return;
      case "asset":
        this.#loads.get(message.asset)?.settle(message.bytes);
        this.#loads.delete(message.asset);
        return;
      case "capture":
        this.#captures.push(message.request);
    }
  }

  /** Draws, when there is somebody to draw for and the card has time. Called on each frame of the display. */
  frame(): void {
    const now = this.#environment.now();
    this.#collect(now);
    this.#report(now);
    const renderer = this.#renderer;
    if (!renderer || this.#pending.length >= IN_FLIGHT) return;
    const places = this.#previewsInFlight
      ? []
      : this.#previews.due(now, renderer.width, renderer.height, this.#pace.isBehind);
    const showing = this.#outputs > 0 && this.#framesInFlight < IN_FLIGHT;
    if (!showing && places.length === 0 && this.#captures.length === 0) {
      if (this.#outputs === 0) this.#pace.rest();
      return;
    }
    this.#draw(renderer, this.#clock.frame(now), places, showing, now);
  }

  #draw(
    renderer: PictureRenderer,
    time: FrameTime,
    places: readonly PreviewPlace[],
    showing: boolean,
    now: number,
  ): void {
    renderer.draw(time, places);
    if (places.length > 0) {
      const sheet = this.#taken();
      if (sheet) {
        this.#previewsInFlight = true;
        this.#environment.post({ kind: "previews", sheet, places }, [sheet]);
      }
    }
    for (const request of this.#captures.splice(0)) {
      const pixels = renderer.readPixels();
      const { width, height } = renderer;
      this.#environment.post({ kind: "captured", request, width, height, pixels }, [pixels.buffer]);
    }
    if (showing) this.#handOver(renderer);
    const fence = renderer.fence();
    if (fence) this.#pending.push({ fence, begun: now });
  }

  /** A picture for each canvas: each of them takes its own. */
  #handOver(renderer: PictureRenderer): void {
    const bitmaps: ImageBitmap[] = [];
    for (let output = 0; output < this.#outputs; output++) {
      renderer.show();
      const bitmap = this.#taken();
      if (bitmap) bitmaps.push(bitmap);
    }
    if (bitmaps.length === 0) return;
    this.#framesInFlight++;
    this.#environment.post({ kind: "frames", bitmaps }, bitmaps);
  }

  #taken(): ImageBitmap | undefined {
    return this.#canvas?.transferToImageBitmap();
  }

  #collect(now: number): void {
    const renderer = this.#renderer;
    if (!renderer) return;
    this.#pending = this.#pending.filter(({ fence, begun }) => {
      if (!renderer.passed(fence)) return true;
      this.#frameMs += (now - begun - this.#frameMs) * 0.1;
      if (this.#outputs > 0 && this.#pace.done(now, !renderer.compiling)) this.#resize();
      return false;
    });
  }

  #resize(): void {
    const { width, height } = this.#pace.size();
    this.#renderer?.resize(width, height);
  }

  #report(now: number): void {
    if (now - this.#statsAt < STATS_MS) return;
    this.#statsAt = now;
    const { width, height } = this.#pace.size();
    const passes = this.#renderer?.passCount ?? 0;
    this.#environment.post({
      kind: "stats",
      settling: this.#renderer?.compiling ?? true,
      stats: { fps: this.#pace.fps, frameMs: this.#frameMs, passes, width, height },
    });
  }

  #setTelemetry(telemetry: TelemetryMemory): void {
    this.#telemetry = telemetry;
    this.#renderer?.telemetry.set(telemetry.buffer, telemetry.base);
  }

  async #start(): Promise<void> {
    const { width, height } = this.#pace.size();
    const canvas = new OffscreenCanvas(width, height);
    canvas.addEventListener("webglcontextlost", () => this.#lost(canvas), { once: true });
    try {
      const renderer = await PictureRenderer.create({
        canvas,
        width,
        height,
        sources: FRAME_SOURCES,
        load: (asset) => this.#load(asset),
        problem: (module, message) => this.#environment.post({ kind: "problem", module, message }),
      });
      this.#canvas = canvas;
      this.#renderer = renderer;
      this.#retryMs = 250;
      if (this.#telemetry) renderer.telemetry.set(this.#telemetry.buffer, this.#telemetry.base);
      if (renderer.isSoftware) this.#pace.beginSmall();
      this.#resize();
      renderer.setGraph(this.#graph);
    } catch (error) {
      this.#environment.post({
        kind: "trouble",
        message: `The picture can't be drawn: ${error instanceof Error ? error.message : String(error)}. It needs WebGL 2; check that the browser may use the graphics card.`,
      });
      this.#retry();
    }
  }

  /** The graphics card was taken away: everything on it is made anew, from what is known here. */
  #lost(canvas: OffscreenCanvas): void {
    if (canvas !== this.#canvas) return;
    this.#renderer?.destroy();
    this.#renderer = undefined;
    this.#canvas = undefined;
    this.#pending = [];
    this.#pace.rest();
    this.#retry();
  }

  #retry(): void {
    setTimeout(() => void this.#start(), this.#retryMs);
    this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
  }

  #load(asset: AssetId): Promise<ArrayBuffer | undefined> {
    const known = this.#loads.get(asset);
    if (known) return known.promise;
    const { promise, resolve } = withResolvers<ArrayBuffer | undefined>();
    this.#loads.set(asset, { promise, settle: resolve });
    this.#environment.post({ kind: "load", asset });
    return promise;
  }
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function withValues(graph: VideoGraph, module: ModuleId, values: readonly number[]): VideoGraph {
  const passes = graph.passes.map((pass) =>
    pass.module === module
      ? { ...pass, parameters: pass.parameters.map((one, place) => ({ ...one, base: values[place] ?? one.base })) }
      : pass,
  );
  const level = graph.output?.module === module ? { ...graph.level, base: values[0] ?? graph.level.base } : graph.level;
  return { ...graph, passes, level };
}
