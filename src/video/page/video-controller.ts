import type { AssetSource } from "#engine/asset-source.ts";
import type { Engine } from "#engine/engine.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { AssetId, ModuleId, Patch } from "#engine/patch.ts";
import type { TelemetrySource } from "#engine/telemetry.ts";
import type { FromPicture, PictureStats, ToPicture } from "#video/graph/worker-protocol.ts";
import { GraphFeed } from "./graph-feed.ts";
import { OutputCanvases } from "./output-canvases.ts";
import { type PictureDeath, PictureThread } from "./picture-thread.ts";
import { PreviewCanvases } from "./preview-canvases.ts";

export interface VideoControllerOptions {
  readonly engine: Engine;
  readonly registry: Registry;
  readonly telemetry: TelemetrySource;
  /** What is heard at this moment. */
  clock(): { readonly samples: number; readonly tick: number; readonly playing: boolean };
  readonly assets: AssetSource;
  onTrouble(message: string): void;
}

/** The picture, seen from the page. It is drawn on a thread of its own; nothing here waits for it. */
export interface VideoController {
  /** Shows a module's own picture, small, until the returned function is called. */
  attachPreview(module: ModuleId, canvas: HTMLCanvasElement): () => void;
  /** Shows the final picture in a canvas of this page or of a window it opened, letter-boxed, until the returned function is called. */
  attachOutput(canvas: HTMLCanvasElement): () => void;
  readStats(): PictureStats;
  /** Size of the picture in pixels, 64 to 8192 each way; a slow machine draws it smaller. Default 1280 × 720. */
  setSize(width: number, height: number): void;
  /** What keeps a module from drawing, in words. */
  problemOf(module: ModuleId): string | undefined;
  /** Hears of each module whose problem changed. Returns the function that ends it. */
  onProblem(listener: (module: ModuleId) => void): () => void;
  /** The final picture of the next frame. */
  captureFrame(): Promise<ImageData>;
  dispose(): void;
}

const NO_STATS: PictureStats = { fps: 0, frameMs: 0, passes: 0, width: 0, height: 0 };
const WIDTH = 1_280;
const HEIGHT = 720;
/** Between two tellings of the time while the page is out of sight; another window may still show the picture. */
const UNSEEN_MS = 250;

/** Starts the picture's worker and keeps it in step with patch, sound and display. */
export function createVideoController(options: VideoControllerOptions): VideoController {
  return new Controller(options);
}

class Controller implements VideoController {
  readonly #options: VideoControllerOptions;
  readonly #thread: PictureThread;
  readonly #feed: GraphFeed;
  readonly #outputs: OutputCanvases;
  readonly #previews: PreviewCanvases;
  readonly #problems = new Map<ModuleId, string>();
  readonly #listeners = new Set<(module: ModuleId) => void>();
  readonly #captures = new Map<number, (picture: ImageData) => void>();
  readonly #size = { width: WIDTH, height: HEIGHT };
  readonly #ends: (() => void)[] = [];
  #nextCapture = 1;
  /** The patch it last died with. */
  #diedWith: Patch | undefined;
  #stats = NO_STATS;
  #shared: ArrayBufferLike | undefined;
  #loop = 0;

  constructor(options: VideoControllerOptions) {
    this.#options = options;
    const { engine, registry, telemetry } = options;
    this.#thread = new PictureThread({
      onMessage: (message) => this.#receive(message),
      onDeath: (death) => this.#mourn(death),
      onRestart: () => this.#tellAll(),
    });
    this.#outputs = new OutputCanvases((count) => this.#tell({ kind: "outputs", count }));
    this.#previews = new PreviewCanvases((modules) => this.#feed.setPreviews(modules));
    this.#tell({ kind: "start", ...this.#size });
    this.#feed = new GraphFeed(
      registry,
      {
        graph: (graph) => this.#tell({ kind: "graph", graph }),
        values: (module, values) => this.#tell({ kind: "values", module, values }),
      },
      engine.snapshot().patch,
      telemetry.map(),
    );
    this.#ends.push(
      engine.subscribe(({ patch }, changes) => this.#feed.update(patch, changes)),
      telemetry.onMap((map) => this.#feed.setTelemetry(map)),
    );
    this.#step();
    const unseen = setInterval(() => {
      if (document.hidden) this.#tellTime();
    }, UNSEEN_MS);
    this.#ends.push(() => clearInterval(unseen));
  }

  attachPreview(module: ModuleId, canvas: HTMLCanvasElement): () => void {
    return this.#previews.attach(module, canvas);
  }

  attachOutput(canvas: HTMLCanvasElement): () => void {
    return this.#outputs.attach(canvas);
  }

  readStats(): PictureStats {
    return this.#stats;
  }

  setSize(width: number, height: number): void {
    const bounded = (value: number) => Math.min(8_192, Math.max(64, Math.round(value)));
    this.#size.width = bounded(width);
    this.#size.height = bounded(height);
    this.#tell({ kind: "size", ...this.#size });
  }

  problemOf(module: ModuleId): string | undefined {
    return this.#problems.get(module);
  }

  onProblem(listener: (module: ModuleId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  captureFrame(): Promise<ImageData> {
    const request = this.#nextCapture++;
    return new Promise((resolve) => {
      this.#captures.set(request, resolve);
      this.#tell({ kind: "capture", request });
    });
  }

  dispose(): void {
    cancelAnimationFrame(this.#loop);
    for (const end of this.#ends) end();
    this.#thread.dispose();
  }

  #step(): void {
    this.#loop = requestAnimationFrame(() => this.#step());
    this.#tellTime();
  }

  /** Once a frame of the page: what is heard now, and how everything moves. */
  #tellTime(): void {
    const { clock, engine, telemetry } = this.#options;
    const reading = {
      ...clock(),
      bpm: engine.snapshot().transport.bpm,
      at: performance.timeOrigin + performance.now(),
    };
    const memory = telemetry.memory();
    if (!isShared(memory.buffer)) {
      this.#tell({ kind: "clock", clock: reading, telemetry: memory });
      return;
    }
    if (this.#shared !== memory.buffer) {
      this.#shared = memory.buffer;
      this.#tell({ kind: "telemetry", telemetry: memory });
    }
    this.#tell({ kind: "clock", clock: reading });
  }

  /** What a new worker has to know. Clips and images it asks for itself; the canvases hold their last picture until it draws. */
  #tellAll(): void {
    this.#tell({ kind: "start", ...this.#size });
    this.#shared = undefined;
    this.#tellTime();
    this.#feed.resend();
    this.#tell({ kind: "outputs", count: this.#outputs.count });
    for (const request of this.#captures.keys()) this.#tell({ kind: "capture", request });
  }

  #mourn({ reason, count }: PictureDeath): void {
    const { patch } = this.#options.engine.snapshot();
    const again = count > 1 && patch === this.#diedWith;
    this.#diedWith = patch;
    this.#stats = NO_STATS;
    this.#forgetProblems();
    const because = reason ? `: ${reason.replace(/[.!?]*$/, "")}` : "";
    const now = again
      ? "It stopped before with this very patch: bypassing the picture modules added last may help. It is tried again"
      : "It was started again";
    this.#options.onTrouble(`The picture stopped${because}. ${now}.`);
  }

  #forgetProblems(): void {
    const modules = [...this.#problems.keys()];
    this.#problems.clear();
    for (const module of modules) for (const listener of [...this.#listeners]) listener(module);
  }

  #receive(message: FromPicture): void {
    switch (message.kind) {
      case "frames":
        this.#outputs.show(message.bitmaps);
        this.#tell({ kind: "shown", what: "frames" });
        return;
      case "previews":
        this.#previews.show(message.sheet, message.places);
        this.#tell({ kind: "shown", what: "previews" });
        return;
      case "stats":
        this.#stats = message.stats;
        return;
      case "problem":
        if (message.message === undefined) this.#problems.delete(message.module);
        else this.#problems.set(message.module, message.message);
        for (const listener of [...this.#listeners]) listener(message.module);
        return;
      case "load":
        void this.#load(message.asset);
        return;
      case "captured":
        this.#captures.get(message.request)?.(new ImageData(message.pixels, message.width, message.height));
        this.#captures.delete(message.request);
        return;
      case "trouble":
        this.#options.onTrouble(message.message);
    }
  }

  async #load(id: AssetId): Promise<void> {
    const { engine, assets, onTrouble } = this.#options;
    const asset = engine.snapshot().patch.assets.get(id);
    const loaded = asset && (await assets.load(asset));
    if (loaded && !loaded.ok) onTrouble(loaded.reason);
    const bytes = loaded?.ok ? loaded.value : undefined;
    this.#tell({ kind: "asset", asset: id, bytes });
  }

  #tell(message: ToPicture): void {
    this.#thread.post(message);
  }
}

const isShared = (buffer: ArrayBufferLike): boolean =>
  typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;
