import type { FromPicture, ToPicture } from "#video/graph/worker-protocol.ts";
import { LOOK_MS, SilenceWatch } from "./silence-watch.ts";

export interface PictureThreadOptions {
  onMessage(message: FromPicture): void;
  /** A new worker took the place of one that died: it knows nothing yet. */
  onRestart(): void;
  /** It died; a new one is about to start. */
  onDeath(death: PictureDeath): void;
}

export interface PictureDeath {
  /** In its own words; undefined when it fell silent. */
  readonly reason: string | undefined;
  /** How often within a minute, this time included. */
  readonly count: number;
}

const MINUTE = 60_000;
const LONGEST_PAUSE_MS = 30_000;

/** The picture's worker. One that fails or falls silent is ended and another takes its place. */
export class PictureThread {
  readonly #options: PictureThreadOptions;
  readonly #looks: ReturnType<typeof setInterval>;
  #worker: Worker | undefined;
  #watch = new SilenceWatch();
  #deaths: readonly number[] = [];
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PictureThreadOptions) {
    this.#options = options;
    this.#spawn();
    this.#looks = setInterval(() => {
      if (this.#worker && this.#watch.isDead(performance.now())) this.#died(undefined);
    }, LOOK_MS);
  }

  /** To nobody while there is no worker: the next one is told everything. */
  post(message: ToPicture): void {
    if (message.kind === "graph") this.#watch.settle(true);
    this.#worker?.postMessage(message);
  }

  dispose(): void {
    clearInterval(this.#looks);
    clearTimeout(this.#pause);
    this.#end();
  }

  #spawn(): void {
    this.#watch = new SilenceWatch();
    const worker = new Worker(new URL("../worker/video.worker.ts", import.meta.url), {
      type: "module",
      name: "picture",
    });
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromPicture>) => {
      if (worker === this.#worker) this.#heard(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#died(event.message || "its program can't be loaded");
    };
  }

  #heard(message: FromPicture): void {
    this.#watch.heard();
    if (message.kind === "stats") this.#watch.settle(message.settling);
    this.#options.onMessage(message);
  }

  #died(reason: string | undefined): void {
    this.#end();
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < MINUTE), now];
    const count = this.#deaths.length;
    this.#options.onDeath({ reason, count });
    // The first time at once; what dies again and again is not worth the machine's whole time.
    const pause = count === 1 ? 0 : Math.min(LONGEST_PAUSE_MS, 500 * 2 ** (count - 2));
    this.#pause = setTimeout(() => {
      this.#spawn();
      this.#options.onRestart();
    }, pause);
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
