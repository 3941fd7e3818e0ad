import { BLOCK, FORMAT_MONO, QUAD_BYTES, SAMPLE_RATE, SCRATCH_0, SCRATCH_1, SCRATCH_2 } from "./abi";
import { framesOf, inputAs, output, slot, stateOf, valueOf } from "./record";
import { ONE, add, clamp, div, exp2, finite, flush, gainOf, lane0, mul, select, splat, sub, tan } from "./vector";

// Parameters, in order.
const GAIN: i32 = 0, ATTACK: i32 = 1, RELEASE: i32 = 2;
// State: two filters of two memories, then the four levels.
const FIRST: usize = 0, SECOND: usize = 32, LEVELS: usize = 64;

/** Share of the way in one frame for a time constant in seconds: 1 − e^(−1 ÷ frames). */
@inline function shareOf(seconds: f32): v128 { return splat(1 - lane0(exp2(splat(-1.44269504 / max<f32>(1, seconds * SAMPLE_RATE))))); }

/**
 * Loudness and three bands of the mono sum, one lane each: bass below 200 Hz, treble above 4 kHz, middle, all. Each band is cut by two state
 * variable filters (see filter.ts) of Q 0.707, 24 dB an octave on its one side or 12 on both; then rectified and followed.
 */
export function analyser(record: usize): void {
  const state = stateOf(record), source = inputAs(record, 0, FORMAT_MONO, 0, SCRATCH_0);
  const gains = framesOf(slot(record, GAIN), 0, FORMAT_MONO, SCRATCH_1);
  const attack = shareOf(now(record, ATTACK)), release = shareOf(now(record, RELEASE));
  const firstLow = i32x4(-1, 0, 0, 0), secondLow = i32x4(-1, 0, -1, 0), all = i32x4(0, 0, 0, -1);
  const radians: f32 = 3.14159265 / SAMPLE_RATE;
  const g = tan(mul(splat(radians), f32x4(200, 4000, 200, 200))), h = tan(mul(splat(radians), f32x4(200, 4000, 4000, 4000)));
  let level = v128.load(state, LEVELS);
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    const x = mul(clamp(finite(v128.load(source + i)), -64, 64), gainOf(v128.load(gains + i)));
    const y = select(all, x, band(state + SECOND, band(state + FIRST, x, g, firstLow), h, secondLow));
    const loud = f32x4.abs(y);
    level = add(level, mul(select(f32x4.gt(loud, level), attack, release), sub(loud, level)));
    const shown = clamp(level, 0, 1);
    v128.store(output(record, 0) + i, i32x4.shuffle(shown, shown, 3, 3, 3, 3));
    v128.store(output(record, 1) + i, i32x4.shuffle(shown, shown, 0, 0, 0, 0));
    v128.store(output(record, 2) + i, i32x4.shuffle(shown, shown, 2, 2, 2, 2));
    v128.store(output(record, 3) + i, i32x4.shuffle(shown, shown, 1, 1, 1, 1));
  }
  for (let at: usize = 0; at < LEVELS; at += 16) v128.store(state + at, flush(v128.load(state + at)));
  v128.store(state, flush(level), LEVELS);
}

@inline function now(record: usize, parameter: i32): f32 { return lane0(valueOf(slot(record, parameter), 0, FORMAT_MONO, BLOCK - 1, SCRATCH_2)); }

/** Lowpass in the lanes of `low`, highpass in the others. */
@inline function band(state: usize, x: v128, g: v128, low: v128): v128 {
  const k = splat(1.41421356), a1 = div(ONE, add(ONE, mul(g, add(g, k)))), a2 = mul(g, a1), a3 = mul(g, a2);
  const s1 = v128.load(state), s2 = v128.load(state, 16), v3 = sub(x, s2);
  const v1 = add(mul(s1, a1), mul(v3, a2)), v2 = add(add(s2, mul(s1, a2)), mul(v3, a3));
  v128.store(state, sub(add(v1, v1), s1));
  v128.store(state, sub(add(v2, v2), s2), 16);
  return select(low, v2, sub(sub(x, mul(k, v1)), v2));
}
