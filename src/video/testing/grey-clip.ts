import { BufferTarget, CanvasSource, Output, WebMOutputFormat } from "mediabunny";

/** Frames of the clip, at 24 a second. */
export const GREY_FRAMES = 24;

const DARKEST = 10;
const SPAN = 235;

/** A clip of one second, 64 × 48 px, with a key frame every eight. Frame n is all of one grey, in steps so wide that no codec blurs them. */
export async function makeGreyClip(): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(64, 48);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("There is no canvas to make a clip on.");
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new CanvasSource(canvas, { codec: "vp8", bitrate: 2e6 });
  output.addVideoTrack(source, { frameRate: GREY_FRAMES });
  await output.start();
  for (let frame = 0; frame < GREY_FRAMES; frame++) {
    const level = Math.round(DARKEST + (frame * SPAN) / (GREY_FRAMES - 1));
    pen.fillStyle = `rgb(${level} ${level} ${level})`;
    pen.fillRect(0, 0, 64, 48);
    await source.add(frame / GREY_FRAMES, 1 / GREY_FRAMES, { keyFrame: frame % 8 === 0 });
  }
  await output.finalize();
  if (!target.buffer) throw new Error("The clip came out empty.");
  return target.buffer;
}

/** Which frame of the grey clip a bitmap shows; −1 without one. */
export function greyFrameIn(bitmap: ImageBitmap | undefined): number {
  if (!bitmap) return -1;
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  if (!pen) throw new Error("There is no canvas to look at.");
  pen.drawImage(bitmap, 0, 0, 1, 1);
  const [level = 0] = pen.getImageData(0, 0, 1, 1).data;
  return Math.round(((level - DARKEST) * (GREY_FRAMES - 1)) / SPAN);
}
