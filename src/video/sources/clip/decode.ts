import {
  ALL_FORMATS,
  BufferSource,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  type VideoSample,
  VideoSampleSink,
} from "mediabunny";
import type { Outcome } from "#engine/outcome.ts";

/** Larger clips are held scaled down to fit this. */
const MAX_WIDTH = 1_920;
const MAX_HEIGHT = 1_080;

/** WebM rounds times to milliseconds; a frame counts as begun this much early. */
const ROUNDING_SECONDS = 0.0006;

/** When the frames of a clip begin and which of them decode by themselves. */
export interface ClipIndex {
  /** Seconds at which each frame begins, ascending; one or more. */
  readonly starts: Float64Array;
  /** For each frame the one decoding has to begin at: itself, or one before it. */
  readonly keys: Uint32Array;
  /** Seconds at which the last frame ends. */
  readonly duration: number;
}

/** Decodes frames in order from where it was begun. */
export interface ClipRun {
  /**
   * The next frame, as a bitmap when `wanted` says so; undefined after the last. Pixels are not premultiplied.
   * The caller closes the bitmap. Rejects when the file can't be decoded there.
   */
  next(
    wanted: (index: number) => boolean,
  ): Promise<{ readonly index: number; readonly bitmap?: ImageBitmap } | undefined>;
  end(): Promise<void>;
}

/** An opened clip. */
export interface ClipReader extends ClipIndex {
  /** Size of its bitmaps in px. */
  readonly width: number;
  readonly height: number;
  run(from: number): ClipRun;
  close(): void;
}

/** The frame seen at a time: the last one that has begun; the first one before that. */
export function frameIndexAt(starts: Float64Array, seconds: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= seconds + ROUNDING_SECONDS) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Frames a second that cameras and programs use. */
const COMMON_RATES = [24, 25, 30, 60, 50, 12, 15, 48, 120, 24_000 / 1_001, 30_000 / 1_001, 60_000 / 1_001];

/** The common rate that starts rounded to milliseconds come from, if there is one. */
export function commonRate(starts: ArrayLike<number>): number | undefined {
  let best: number | undefined;
  let least = ROUNDING_SECONDS;
  for (const rate of COMMON_RATES) {
    let off = 0;
    for (let i = 0; i < starts.length; i++)
      off = Math.max(off, Math.abs((starts[i] ?? 0) - (starts[0] ?? 0) - i / rate));
    // Times of a short clip fit several; the plainer one comes first in the list.
    if (off > least - (best ? 1e-4 : 0)) continue;
    best = rate;
    least = off;
  }
  return best;
}

/** The frame that is over at a time, or runs then: what a playhead going backwards shows. */
export function frameIndexBefore(starts: Float64Array, seconds: number): number {
  return frameIndexAt(starts, seconds - 2 * ROUNDING_SECONDS);
}

async function readIndex(track: InputVideoTrack): Promise<ClipIndex | undefined> {
  const packets: { start: number; end: number; key: boolean }[] = [];
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true }))
    packets.push({
      start: packet.timestamp,
      end: packet.timestamp + packet.duration,
      key: packet.type === "key",
    });
  if (packets.length === 0) return undefined;
  packets.sort((a, b) => a.start - b.start);
  const keys = new Uint32Array(packets.length);
  let key = 0;
  let end = 0;
  for (const [i, packet] of packets.entries()) {
    if (packet.key) key = i;
    keys[i] = key;
    end = Math.max(end, packet.end, packet.start + 0.001);
  }
  const starts = Float64Array.from(packets, ({ start }) => start);
  const rate = starts.length > 1 ? commonRate(starts) : undefined;
  if (!rate) return { starts, keys, duration: end };
  const begin = starts[0] ?? 0;
  return { starts: starts.map((_, i) => begin + i / rate), keys, duration: begin + starts.length / rate };
}

async function toBitmap(sample: VideoSample, width: number, height: number): Promise<ImageBitmap> {
  if (sample.rotation === 0 && !sample.flip) {
    const frame = sample.toVideoFrame();
    try {
      return await createImageBitmap(frame, {
        resizeWidth: width,
        resizeHeight: height,
        resizeQuality: "medium",
        premultiplyAlpha: "none",
      });
    } finally {
      frame.close();
    }
  }
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("There is no canvas to turn the frame on.");
  sample.draw(pen, 0, 0, width, height);
  return createImageBitmap(canvas, { premultiplyAlpha: "none" });
}

/** Opens a clip. Refuses what has no picture, or a picture this browser can't decode. */
export async function openClip(bytes: ArrayBuffer): Promise<Outcome<ClipReader>> {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const refuse = (reason: string) => {
    input.dispose();
    return { ok: false, reason } as const;
  };
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) return refuse("The file has no moving picture.");
    if (!(await track.canDecode())) {
      const codec = (await track.getCodec()) ?? "an unknown codec";
      return refuse(`This browser can't decode ${codec}; convert the clip to VP9 or H.264.`);
    }
    const index = await readIndex(track);
    if (!index) return refuse("The file has no frames.");
    const displayed = { width: await track.getDisplayWidth(), height: await track.getDisplayHeight() };
    const scale = Math.min(1, MAX_WIDTH / displayed.width, MAX_HEIGHT / displayed.height);
    const width = Math.max(1, Math.round(displayed.width * scale));
    const height = Math.max(1, Math.round(displayed.height * scale));
    const sink = new VideoSampleSink(track);
    const value: ClipReader = {
      ...index,
      width,
      height,
      run: (from) => createRun(sink, index.starts, from, (sample) => toBitmap(sample, width, height)),
      close: () => input.dispose(),
    };
    return { ok: true, value };
  } catch {
    return refuse("The file is damaged, or of a kind this program doesn't know; WebM, MP4, MOV and MKV can be read.");
  }
}

function createRun(
  sink: VideoSampleSink,
  starts: Float64Array,
  from: number,
  draw: (sample: VideoSample) => Promise<ImageBitmap>,
): ClipRun {
  const samples = sink.samples(starts[from] ?? 0);
  return {
    async next(wanted) {
      const { value: sample, done } = await samples.next();
      if (done || !sample) return undefined;
      try {
        const index = frameIndexAt(starts, sample.timestamp);
        return wanted(index) ? { index, bitmap: await draw(sample) } : { index };
      } finally {
        sample.close();
      }
    },
    async end() {
      await samples.return();
    },
  };
}
