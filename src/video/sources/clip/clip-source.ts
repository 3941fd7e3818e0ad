import { ImageSource } from "pixi.js";
import type { AssetId } from "#engine/patch.ts";
import type { FrameSource, SourceContext } from "#video/render/frame-source.ts";
import type { ClipAim } from "./aim.ts";
import { frameIndexAt, frameIndexBefore } from "./decode.ts";
import type { Playhead } from "./frames.ts";
import { advance, CLIP_MODES, type ClipMode, type ClipPosition, firstPosition, regionBetween } from "./position.ts";
import { type Clip, clipStoreOf } from "./store.ts";

/** The id under `key` of a content, or undefined. */
export function assetIn(content: Readonly<Record<string, unknown>>, key: string): AssetId | undefined {
  const id = content[key];
  return typeof id === "number" && id > 0 ? id : undefined;
}

/**
 * Opens a clip of the patch. Undefined, with the reason on the module unless `quiet`, when it can't be had or has no picture.
 * Whoever gets it closes it.
 */
export async function loadClip(context: SourceContext, asset: AssetId, quiet: boolean): Promise<Clip | undefined> {
  const bytes = await context.load(asset);
  if (!bytes) {
    if (!quiet) context.problem("The clip's file can't be found. Load it again, or put it back beside the patch.");
    return undefined;
  }
  const outcome = await clipStoreOf(context.renderer).open(bytes);
  if (outcome.ok) return outcome.value;
  if (!quiet) context.problem(outcome.reason);
  return undefined;
}

/** Puts a clip's failure on the module, once. */
export function reportFailure(context: SourceContext): (clip: Clip) => void {
  let isReported = false;
  return (clip) => {
    const failure = isReported ? undefined : clip.failure();
    if (failure === undefined) return;
    isReported = true;
    context.problem(failure);
  };
}

/** A texture that shows one frame of a clip after the other. */
export interface ClipScreen {
  /** Undefined leaves what was shown. */
  show(bitmap: ImageBitmap | undefined): void;
  texture(): ImageSource | null;
  destroy(): void;
}

export function createClipScreen(): ClipScreen {
  let source: ImageSource | null = null;
  return {
    show(bitmap) {
      if (!bitmap || source?.resource === bitmap) return;
      if (!source) {
        source = new ImageSource({
          resource: bitmap,
          scaleMode: "linear",
          alphaMode: "no-premultiply-alpha",
          autoGenerateMipmaps: false,
          autoGarbageCollect: false,
        });
        return;
      }
      source.resource = bitmap;
      source.update();
    },
    texture: () => source,
    destroy() {
      source?.destroy();
      source = null;
    },
  };
}

/** Frames of a clip between two times: the last one that begins before `to` ends it. */
export function framesBetween(starts: Float64Array, from: number, to: number): { first: number; last: number } {
  const first = frameIndexAt(starts, from);
  const after = frameIndexAt(starts, to);
  const isInside = (starts[after] ?? 0) < to - 0.001;
  return { first, last: Math.max(first, isInside ? after : after - 1) };
}

/** The picture of a clip player. */
export function createClipSource(context: SourceContext): FrameSource {
  const screen = createClipScreen();
  const report = reportFailure(context);
  const asset = assetIn(context.content, "asset");
  let clip: Clip | undefined;
  let playhead: Playhead | undefined;
  let position: ClipPosition | undefined;
  /** The moment that was waited for and is drawn next. */
  let settled: number | undefined;
  let isDestroyed = false;

  async function open(id: AssetId): Promise<void> {
    const opened = await loadClip(context, id, false);
    if (isDestroyed) opened?.close();
    else if (opened) {
      clip = opened;
      playhead = opened.playhead();
      aim(opened, playhead, 0);
    }
  }
  const opening = asset === undefined ? Promise.resolve() : open(asset);

  /** Moves on by `seconds` and says where that is. */
  function aim(on: Clip, head: Playhead, seconds: number): void {
    const mode: ClipMode = CLIP_MODES[context.parameter("mode")] ?? "loop";
    const speed = context.parameter("speed");
    const shortest = on.duration / on.starts.length;
    const region = regionBetween(context.parameter("start"), context.parameter("end"), on.duration, shortest);
    const travel = seconds * speed;
    position = position ? advance(position, travel, region, mode) : firstPosition(region, speed);
    const offset = context.parameter("position") * (region.to - region.from);
    const seen = offset === 0 ? position : advance(position, offset, region, mode);
    const { first, last } = framesBetween(on.starts, region.from, region.to);
    const isBackwards = speed * seen.heading < 0;
    const index = isBackwards ? frameIndexBefore(on.starts, seen.seconds) : frameIndexAt(on.starts, seen.seconds);
    const goal: ClipAim = {
      index: Math.min(last, Math.max(first, index)),
      direction: isBackwards ? -1 : 1,
      first,
      last,
      mode,
    };
    head.aim(goal);
  }

  return {
    update({ samples, deltaSeconds }) {
      if (!clip || !playhead) return;
      aim(clip, playhead, settled === samples ? 0 : deltaSeconds);
      settled = undefined;
      screen.show(playhead.frame());
      report(clip);
    },
    texture: screen.texture,
    async settle({ samples, deltaSeconds }) {
      await opening;
      if (isDestroyed || !clip || !playhead) return;
      aim(clip, playhead, settled === samples ? 0 : deltaSeconds);
      settled = samples;
      await playhead.exact();
    },
    destroy() {
      isDestroyed = true;
      screen.destroy();
      playhead?.release();
      clip?.close();
    },
  };
}
