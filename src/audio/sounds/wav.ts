import { done, type Outcome, refused } from "#engine/outcome.ts";
import type { DecodedSound } from "./sample-pool.ts";

/** How samples are written: whole numbers of so many bits, or 32-bit floats. */
export type WavFormat = "16" | "24" | "32f";

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const HEADER_BYTES = 44;

/** Whether the bytes begin as a WAV file does. */
export function isWav(bytes: ArrayBuffer): boolean {
  if (bytes.byteLength < 12) return false;
  const view = new DataView(bytes);
  return text(view, 0) === "RIFF" && text(view, 8) === "WAVE";
}

/**
 * A WAV file of channels of equal length. Whole numbers are rounded to the nearest and clipped at full scale; floats are kept as they are.
 */
export function encodeWav(sound: DecodedSound, format: WavFormat = "16"): Uint8Array<ArrayBuffer> {
  const { channels, sampleRate } = sound;
  const frames = channels[0]?.length ?? 0;
  const sampleBytes = format === "16" ? 2 : format === "24" ? 3 : 4;
  const dataBytes = frames * channels.length * sampleBytes;
  const bytes = new Uint8Array(HEADER_BYTES + dataBytes + (dataBytes & 1));
  const view = new DataView(bytes.buffer);
  write(view, 0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  write(view, 8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, format === "32f" ? FLOAT : PCM, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels.length * sampleBytes, true);
  view.setUint16(32, channels.length * sampleBytes, true);
  view.setUint16(34, sampleBytes * 8, true);
  write(view, 36, "data");
  view.setUint32(40, dataBytes, true);
  let at = HEADER_BYTES;
  for (let frame = 0; frame < frames; frame++) {
    for (const channel of channels) {
      writeSample(view, at, channel[frame] ?? 0, format);
      at += sampleBytes;
    }
  }
  return bytes;
}

/** Splits interleaved stereo, as renders give it, into channels. */
export function deinterleave(interleaved: Float32Array): readonly [Float32Array, Float32Array] {
  const frames = interleaved.length >> 1;
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  for (let i = 0; i < frames; i++) {
    left[i] = interleaved[i * 2] ?? 0;
    right[i] = interleaved[i * 2 + 1] ?? 0;
  }
  return [left, right];
}

/**
 * Reads whole numbers of 8, 16, 24 and 32 bits and 32-bit floats, any number of channels. Other chunks, like loop points, are passed over;
 * a file cut short gives what is there. Refuses compressed formats.
 */
export function decodeWav(bytes: ArrayBuffer): Outcome<DecodedSound> {
  if (!isWav(bytes)) return refused("this is not a WAV file.");
  const view = new DataView(bytes);
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.byteLength; ) {
    const name = text(view, at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (name === "fmt " && start + 16 <= bytes.byteLength) format = readFormat(view, start, size);
    if (name === "data") {
      if (!format) return refused("its format is missing or damaged.");
      return readData(view, start, Math.min(size, bytes.byteLength - start), format);
    }
    at = start + size + (size & 1);
  }
  return refused("it holds no samples.");
}

interface Format {
  readonly code: number;
  readonly channels: number;
  readonly sampleRate: number;
  readonly bits: number;
}

function readFormat(view: DataView, at: number, size: number): Format {
  let code = view.getUint16(at, true);
  // The extensible form keeps the real code in the first two bytes of its sub-format.
  if (code === EXTENSIBLE && size >= 26 && at + 26 <= view.byteLength) code = view.getUint16(at + 24, true);
  return {
    code,
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

function readData(view: DataView, start: number, bytes: number, format: Format): Outcome<DecodedSound> {
  const { channels: count, bits, sampleRate } = format;
  const read = readerOf(format);
  if (!read) return refused(`its samples are of a kind we can't read (format ${format.code}, ${bits} bits).`);
  if (count < 1 || sampleRate < 1) return refused("its format is damaged.");
  const sampleBytes = bits / 8;
  const frames = Math.floor(bytes / (sampleBytes * count));
  const channels = Array.from({ length: count }, () => new Float32Array(frames));
  let at = start;
  for (let frame = 0; frame < frames; frame++) {
    for (const channel of channels) {
      channel[frame] = read(view, at);
      at += sampleBytes;
    }
  }
  return done({ sampleRate, channels });
}

type SampleReader = (view: DataView, at: number) => number;

function readerOf({ code, bits }: Format): SampleReader | undefined {
  if (code === FLOAT && bits === 32) return (view, at) => view.getFloat32(at, true);
  if (code !== PCM) return undefined;
  if (bits === 8) return (view, at) => (view.getUint8(at) - 128) / 128;
  if (bits === 16) return (view, at) => view.getInt16(at, true) / 0x8000;
  if (bits === 24) return (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 0x80_0000;
  if (bits === 32) return (view, at) => view.getInt32(at, true) / 0x8000_0000;
  return undefined;
}

function writeSample(view: DataView, at: number, value: number, format: WavFormat): void {
  if (format === "32f") {
    view.setFloat32(at, value, true);
    return;
  }
  const scale = format === "16" ? 0x8000 : 0x80_0000;
  const whole = Math.max(-scale, Math.min(scale - 1, Math.round(value * scale)));
  view.setInt16(at, format === "16" ? whole : (whole << 16) >> 16, true);
  if (format === "24") view.setInt8(at + 2, whole >> 16);
}

function text(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

function write(view: DataView, at: number, letters: string): void {
  for (let i = 0; i < letters.length; i++) view.setUint8(at + i, letters.charCodeAt(i));
}
