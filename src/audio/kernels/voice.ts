import { SAMPLE_RATE } from "./abi";
import { exp2of } from "./vector";

// One voice of the sampler in memory: position f64, stage i32, level, note, velocity f32, serial i32.
export const POSITION: usize = 0, STAGE: usize = 8, LEVEL: usize = 12, NOTE: usize = 16, VELOCITY: usize = 20, SERIAL: usize = 24;
export const VOICE_BYTES: usize = 32;

export const FREE: i32 = 0, RISING: i32 = 1, HELD: i32 = 2, RELEASED: i32 = 3, FADING: i32 = 4;

/** A stolen voice fades in 3 ms. */
export const FADE_STEP: f32 = 1 / (0.003 * 48000);

/** Share of the way covered in one frame so that 60 dB of it are done after `seconds`: 1 − 1000^(−1 ÷ frames). */
export function approach(seconds: f32): f32 {
  return 1 - exp2of(-9.96578428 / max<f32>(1, seconds * SAMPLE_RATE));
}

/** Cubic through four neighbouring frames, at `t` from 0 to 1 between the middle two (Catmull-Rom). */
@inline export function hermite(before: f32, a: f32, b: f32, after: f32, t: f32): f32 {
  const slope: f32 = 0.5 * (b - before);
  const bend: f32 = before - 2.5 * a + 2 * b - 0.5 * after;
  const twist: f32 = 0.5 * (after - before) + 1.5 * (a - b);
  return ((twist * t + bend) * t + slope) * t + a;
}
