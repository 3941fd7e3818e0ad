import { done, type Outcome, refused } from "#engine/outcome.ts";
import { numberOption } from "./number-option.ts";

export interface PictureFormat {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly fps: number;
}

/** Pictures: a file for each, or a film with the sound. `out` of files has a place for the picture's number. */
export type PictureTarget = { readonly kind: "frames" | "webm"; readonly out: string } & PictureFormat;

/** What a render writes: the sound, or pictures. */
export type RenderTarget = { readonly kind: "wav"; readonly out: string } | PictureTarget;

const SMALLEST = 16;
const LARGEST = 4_096;
const PLACEHOLDER = /%(0\d{1,2})?d/;

/** Reads `--out`, `--size` and `--fps`. Refuses a file ending it can't write, and picture options where only sound is asked for. */
export function parseRenderTarget(options: {
  readonly out?: string | undefined;
  readonly size?: string | undefined;
  readonly fps?: string | undefined;
}): Outcome<RenderTarget> {
  const { out, size, fps } = options;
  if (out === undefined) return refused("render needs --out FILE.");
  const ending = out.slice(out.lastIndexOf(".")).toLowerCase();
  if (ending === ".wav") {
    if (size !== undefined || fps !== undefined) return refused("--size and --fps are for pictures; a .wav has none.");
    return done({ kind: "wav", out });
  }
  const format = pictureFormat(size, fps);
  if (!format.ok) return format;
  if (ending === ".webm") {
    const { width, height } = format.value;
    if (width % 2 === 1 || height % 2 === 1)
      return refused("--size of a .webm takes even numbers; others work for .png.");
    return done({ kind: "webm", out, ...format.value });
  }
  if (ending !== ".png") return refused(`--out ends in .wav, .png or .webm, not like “${out}”.`);
  return PLACEHOLDER.test(out)
    ? done({ kind: "frames", out, ...format.value })
    : refused("--out of pictures says where their number goes, as in frames/%05d.png.");
}

function pictureFormat(size = "1280x720", fps = "30"): Outcome<PictureFormat> {
  const match = /^(\d{1,5})x(\d{1,5})$/i.exec(size);
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  const fits = (length: number) => length >= SMALLEST && length <= LARGEST;
  if (!match || !fits(width) || !fits(height))
    return refused(`--size is like 1280x720, each side from ${SMALLEST} to ${LARGEST}, not “${size}”.`);
  const rate = numberOption("fps", fps, 1, 240);
  return rate.ok ? done({ width, height, fps: rate.value }) : rate;
}

/** The file of one picture, counted from 1: `frames/%05d.png` becomes `frames/00001.png`. */
export function frameFile(pattern: string, number: number): string {
  return pattern.replace(PLACEHOLDER, (_, width: string | undefined) =>
    String(number).padStart(Number(width ?? 0), "0"),
  );
}
