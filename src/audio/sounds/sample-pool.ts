import { SAMPLE, SAMPLE_HEADER_BYTES } from "#audio/contract/kernel-abi.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";

/** A decoded sound: one array for each channel, all as long. More than two channels are folded down before it gets here. */
export interface DecodedSound {
  readonly sampleRate: number;
  readonly channels: readonly Float32Array[];
}

/** Frames of silence before and after each channel, so that interpolation never reads beyond. */
const GUARD = 4;

/** Where a sound goes: reserve this much, then write {@link sampleWords} there. */
export function sampleBytes(sound: DecodedSound): number {
  const frames = sound.channels[0]?.length ?? 0;
  return SAMPLE_HEADER_BYTES + Math.min(2, sound.channels.length) * (frames + 2 * GUARD) * 4;
}

/** The sound as the sampler reads it, for this address. */
export function sampleWords(sound: DecodedSound, address: number): Int32Array {
  const channels = sound.channels.slice(0, 2);
  const frames = channels[0]?.length ?? 0;
  const ints = new Int32Array(sampleBytes(sound) / 4);
  const floats = new Float32Array(ints.buffer);
  const channelBytes = (frames + 2 * GUARD) * 4;
  const left = address + SAMPLE_HEADER_BYTES + GUARD * 4;
  ints[SAMPLE.frames / 4] = frames;
  ints[SAMPLE.channels / 4] = channels.length;
  floats[SAMPLE.rateRatio / 4] = sound.sampleRate / SAMPLE_RATE;
  ints[SAMPLE.left / 4] = left;
  ints[SAMPLE.right / 4] = channels.length > 1 ? left + channelBytes : left;
  channels.forEach((channel, place) => {
    floats.set(channel, (SAMPLE_HEADER_BYTES + place * channelBytes) / 4 + GUARD);
  });
  return ints;
}

/**
 * One or two channels of any number: mono and stereo stay, more are folded down (the left of front, centre and back to the left, and so
 * on; the centre at −3 dB; the low-frequency channel is left out). Channel order of WAV: L R C LFE BL BR.
 */
export function foldToStereo(sound: DecodedSound): DecodedSound {
  const { channels, sampleRate } = sound;
  if (channels.length <= 2) return sound;
  const frames = channels[0]?.length ?? 0;
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  channels.forEach((channel, place) => {
    const [toLeft, toRight] = channels.length === 4 ? (QUAD[place] ?? NEITHER) : (SURROUND[place] ?? NEITHER);
    for (let i = 0; i < frames; i++) {
      left[i] = (left[i] ?? 0) + (channel[i] ?? 0) * toLeft;
      right[i] = (right[i] ?? 0) + (channel[i] ?? 0) * toRight;
    }
  });
  return { sampleRate, channels: [left, right] };
}

type Shares = readonly [left: number, right: number];
const NEITHER: Shares = [0, 0];
const SURROUND: readonly Shares[] = [
  [1, 0],
  [0, 1],
  [Math.SQRT1_2, Math.SQRT1_2],
  NEITHER,
  [Math.SQRT1_2, 0],
  [0, Math.SQRT1_2],
];
const QUAD: readonly Shares[] = [
  [1, 0],
  [0, 1],
  [Math.SQRT1_2, 0],
  [0, Math.SQRT1_2],
];
