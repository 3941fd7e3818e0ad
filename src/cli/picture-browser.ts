import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import type { AssetId } from "#engine/patch.ts";
import { buildRenderPage } from "#scripts/build.mjs";
import { CHROMIUM_ADVICE, findChromium, RENDER_FLAGS, sandboxObstacle } from "#scripts/chromium.mjs";
import type { VideoGraph } from "#video/graph/video-graph.ts";
import type { PictureProblem } from "#video/offline/render-page.ts";
import type { FrameTime } from "#video/render/frame-source.ts";
import type { FilmFormat } from "./browser/film-page.ts";
import { type PageRoutes, servePage } from "./page-server.ts";

/** Lies as far above the source as above the bundle. */
const PAGE_FOLDER = fileURLToPath(new URL("../../build/render-page", import.meta.url));

/** What the sound published up to a moment. */
export interface Published {
  readonly bytes: Uint8Array;
  /** Address of the first byte. */
  readonly base: number;
}

export interface FilmTarget {
  /** Bytes of the file and their place in it. */
  write(bytes: Uint8Array, position: number): Promise<void>;
}

/** A headless Chromium that draws pictures of a patch. */
export interface PictureBrowser {
  setGraph(graph: VideoGraph): Promise<void>;
  provideAsset(asset: AssetId, bytes: ArrayBuffer): Promise<void>;
  /** Draws a moment: RGBA, top row first. */
  draw(frame: FrameTime, published: Published): Promise<Drawn>;
  openFilm(format: FilmFormat, target: FilmTarget): Promise<void>;
  /** Draws the film's next moment and adds the sound that belongs to it: interleaved stereo. */
  addToFilm(frame: FrameTime, published: Published, sound: Float32Array): Promise<readonly PictureProblem[]>;
  /** Resolves when the whole film was written. */
  closeFilm(): Promise<void>;
  close(): Promise<void>;
}

export interface Drawn {
  readonly pixels: Buffer;
  readonly problems: readonly PictureProblem[];
}

/**
 * Starts Chromium on the render page, built when it is older than its sources. Rejects with a sentence where there is none.
 * @param complain told when this machine can't have Chromium's sandbox
 */
export async function openPictureBrowser(
  width: number,
  height: number,
  complain: (sentence: string) => void,
): Promise<PictureBrowser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(`Pictures are drawn by Chromium, and none was found. ${CHROMIUM_ADVICE}`);
  buildRenderPage();
  const session = new Session();
  const server = await servePage(PAGE_FOLDER, session);
  const obstacle = sandboxObstacle();
  if (obstacle) complain(`Chromium draws without its sandbox: ${obstacle}`);
  // Loading it takes longer than most commands do, so only those that draw load it.
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath, args: [...RENDER_FLAGS], chromiumSandbox: !obstacle });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  try {
    const page = await browser.newPage();
    const failures: string[] = [];
    page.on("pageerror", (error) => failures.push(error.message));
    await page.goto(`${server.address}render.html`);
    if (!(await page.evaluate(() => window.renderPage !== undefined && window.filmPage !== undefined)))
      throw new Error(`The render page didn't start. ${failures.join(" ")}`);
    await page.evaluate((size) => window.renderPage?.start(size), { width, height });
    return session.drive(page, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** The driver's side of one page: holds what the page fetches next, and takes what it posts. */
class Session implements PageRoutes {
  readonly #offered = new Map<string, Uint8Array>();
  #pixels: Buffer = Buffer.alloc(0);
  #film: FilmTarget | undefined;

  readonly posted: ReadonlySet<string> = new Set(["/pixels", "/film"]);

  get(path: string): Uint8Array | undefined {
    return this.#offered.get(path);
  }

  async post(path: string, query: URLSearchParams, bytes: Buffer): Promise<void> {
    if (path === "/pixels") this.#pixels = bytes;
    else await this.#film?.write(bytes, Number(query.get("at")));
  }

  drive(page: Page, close: () => Promise<void>): PictureBrowser {
    const offer = ({ bytes, base }: Published) => {
      this.#offered.set("/telemetry", bytes);
      return { url: "/telemetry", base };
    };
    return {
      setGraph: (graph) => page.evaluate((given) => window.renderPage?.setGraph(given), graph),
      provideAsset: async (asset, bytes) => {
        this.#offered.set("/asset", new Uint8Array(bytes));
        await page.evaluate((id) => window.renderPage?.provideAsset(id, "/asset"), asset);
        this.#offered.delete("/asset");
      },
      draw: async (frame, published) => {
        const problems = await page.evaluate(
          ([time, telemetry]) => window.renderPage?.draw(time, "/pixels", telemetry),
          [frame, offer(published)] as const,
        );
        return { pixels: this.#pixels, problems: problems ?? [] };
      },
      openFilm: async (format, target) => {
        this.#film = target;
        await page.evaluate((given) => window.filmPage?.open(given, "/film"), format);
      },
      addToFilm: async (frame, published, sound) => {
        this.#offered.set("/sound", new Uint8Array(sound.buffer, sound.byteOffset, sound.byteLength));
        const problems = await page.evaluate(([time, telemetry]) => window.filmPage?.add(time, telemetry, "/sound"), [
          frame,
          offer(published),
        ] as const);
        return problems ?? [];
      },
      closeFilm: () => page.evaluate(() => window.filmPage?.close()),
      close,
    };
  }
}
