import { PNG } from "pngjs";
import { BLOCK } from "#audio/contract/kernel-abi.ts";
import type { AssetSource } from "#engine/asset-source.ts";
import type { Registry } from "#engine/module-definition.ts";
import { done, type Outcome, type Refusal, refused } from "#engine/outcome.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import type { PictureProblem } from "#video/offline/render-page.ts";
import type { FrameTime } from "#video/render/frame-source.ts";
import { openDraft } from "./draft-file.ts";
import { openPictureBrowser, type PictureBrowser, type Published } from "./picture-browser.ts";
import { PictureFeed } from "./picture-feed.ts";
import type { Playback } from "./playback.ts";
import { frameFile, type PictureTarget } from "./render-target.ts";
import { SoundQueue } from "./sound-queue.ts";
import type { Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

export interface PictureRender {
  readonly playback: Playback;
  readonly registry: Registry;
  readonly assets: AssetSource;
  readonly target: PictureTarget;
  readonly seconds: number;
  readonly terminal: Terminal;
}

/** One picture's moment, and the sound from the picture before to this one's end: interleaved stereo. */
interface Moment {
  readonly time: FrameTime;
  readonly published: Published;
  /** Makes the sound up to the end of this picture. */
  sound(): Promise<Float32Array>;
}

/**
 * Draws the pictures of a patch in headless Chromium, each for its own moment of the sound, into files or a film.
 * Answers a sentence about what was made; refuses what can't be had or written.
 */
export async function renderPictures(render: PictureRender): Promise<Outcome<string>> {
  const { width, height } = render.target;
  let browser: PictureBrowser | undefined;
  try {
    browser = await openPictureBrowser(width, height, render.terminal.complain);
    return await (render.target.kind === "webm" ? renderFilm(render, browser) : renderFiles(render, browser));
  } catch (error) {
    return refused(`${render.target.out}: ${reasonOf(error)}`);
  } finally {
    await browser?.close();
  }
}

/** What a page reports comes with the place in its code; the first line says what went wrong. */
function reasonOf(error: unknown): string {
  const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return first.replace(/^page\.evaluate: (Error: )?/, "");
}

async function renderFiles(render: PictureRender, browser: PictureBrowser): Promise<Outcome<string>> {
  const { target } = render;
  const { width, height } = target;
  const count = frameCount(render);
  const first = frameFile(target.out, 1);
  for await (const { number, moment } of moments(render, browser)) {
    if (!moment.ok) return moment;
    const { pixels, problems } = await browser.draw(moment.value.time, moment.value.published);
    if (problems.length > 0) return undrawn(render, problems);
    const png = new PNG({ width, height });
    pixels.copy(png.data);
    const written = await writeWhole(frameFile(target.out, number), PNG.sync.write(png));
    if (!written.ok) return written;
  }
  return done(`${first} and on: ${count} pictures of ${width} × ${height} at ${target.fps} a second`);
}

async function renderFilm(render: PictureRender, browser: PictureBrowser): Promise<Outcome<string>> {
  const { target, seconds } = render;
  const { width, height, fps } = target;
  const draft = await openDraft(target.out);
  if (!draft.ok) return draft;
  try {
    await browser.openFilm({ width, height, fps, sampleRate: SAMPLE_RATE }, draft.value);
    for await (const { moment } of moments(render, browser)) {
      if (!moment.ok) return moment;
      const { time, published, sound } = moment.value;
      const problems = await browser.addToFilm(time, published, await sound());
      if (problems.length > 0) return undrawn(render, problems);
    }
    await browser.closeFilm();
    const kept = await draft.value.keep();
    return kept.ok
      ? done(`${target.out}: ${seconds} s, ${width} × ${height} at ${fps} pictures a second, stereo`)
      : kept;
  } finally {
    await draft.value.discard();
  }
}

const frameCount = ({ seconds, target }: PictureRender): number => Math.max(1, Math.round(seconds * target.fps));

/** Steps sound, scripts and graph from picture to picture. Ends at the first media that can't be had. */
async function* moments(
  render: PictureRender,
  browser: PictureBrowser,
): AsyncGenerator<{ readonly number: number; readonly moment: Outcome<Moment> }> {
  const { playback, registry, assets, target, seconds, terminal } = render;
  const { fps } = target;
  const feed = new PictureFeed(browser, registry, assets);
  const count = frameCount(render);
  const end = Math.round(seconds * SAMPLE_RATE);
  const sound = target.kind === "webm" ? new SoundQueue() : undefined;
  for (let number = 1; number <= count; number++) {
    const at = Math.round(((number - 1) * SAMPLE_RATE) / fps);
    // Nothing is published before the first block.
    await playback.advanceTo(Math.max(BLOCK, at), sound?.take);
    const { patch, transport } = playback.engine.snapshot();
    const followed = await feed.follow(patch, playback.telemetry.map());
    if (!followed.ok) {
      yield { number, moment: followed };
      return;
    }
    const time = {
      samples: at,
      tick: playback.tick(),
      bpm: transport.bpm,
      deltaSeconds: number === 1 ? 0 : 1 / fps,
    };
    const until = number === count ? end : Math.round((number * SAMPLE_RATE) / fps);
    const moment: Moment = {
      time,
      published: playback.published(),
      sound: async () => {
        await playback.advanceTo(until, sound?.take);
        return sound?.upTo(until) ?? new Float32Array();
      },
    };
    yield { number, moment: done(moment) };
    terminal.progress("Rendering", number / count);
  }
}

/** Black pictures must not pass for the patch's: names each module that can't draw and the file it plays. */
function undrawn({ playback, target }: PictureRender, problems: readonly PictureProblem[]): Refusal {
  const { patch } = playback.engine.snapshot();
  const lines = problems.map(([id, sentence]) => {
    const module = patch.modules.get(id);
    const files = Object.values(module?.content ?? {}).flatMap((value) => {
      const asset = typeof value === "number" ? patch.assets.get(value) : undefined;
      return asset && asset.kind !== "sound" ? [asset.path] : [];
    });
    return `${[target.out, module?.name ?? String(id), ...files].join(": ")}: ${sentence}`;
  });
  return refused(lines.join("\n"));
}
