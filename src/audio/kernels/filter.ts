import { QUAD_BYTES, SAMPLE_RATE, SCRATCH_0, SCRATCH_1 } from "./abi";
import { choiceOf, formatOf, framesOf, input, isSteady, output, quadsOf, setting, slot, stateOf } from "./record";
import { ONE, add, clamp, div, flush, mul, splat, sub, tan } from "./vector";

// Parameters, in order.
const MODE: i32 = 0, CUTOFF: i32 = 1, RESONANCE: i32 = 2;
const LOWPASS: i32 = 0, BANDPASS: i32 = 1, HIGHPASS: i32 = 2;
const QUAD_STATE: usize = 32;

/** g = tan(π f ÷ sample rate), f from 20 Hz to 22 kHz. */
@inline function gainOfCutoff(cutoff: v128): v128 { return tan(mul(clamp(cutoff, 10, 22000), splat(3.14159265 / SAMPLE_RATE))); }
/** Damping k = 1 ÷ Q: from 2 (no resonance, Q 0.5) to 0.02 (Q 50), always stable. */
@inline function dampingOf(resonance: v128): v128 { return sub(splat(2), mul(clamp(resonance, 0, 1), splat(1.98))); }

/**
 * State variable filter with trapezoidal integrators (Simper, “Solving the continuous SVF equations using trapezoidal integration”, 2013):
 * exact under fast modulation of cutoff and resonance. The bandpass has a gain of 1 at its centre.
 */
export function filter(record: usize): void {
  const quads = quadsOf(record), mode = choiceOf(record, MODE);
  const steady = isSteady(slot(record, CUTOFF)) && isSteady(slot(record, RESONANCE));
  for (let quad = 0; quad < quads; quad++) {
    const source = input(record, 0, quad), out = output(record, 0, quad), state = stateOf(record) + <usize>quad * QUAD_STATE;
    if (steady) {
      if (mode == LOWPASS) run(LOWPASS, record, source, out, state);
      else if (mode == BANDPASS) run(BANDPASS, record, source, out, state);
      else run(HIGHPASS, record, source, out, state);
    } else {
      const cutoffs = framesOf(slot(record, CUTOFF), quad, formatOf(record), SCRATCH_0);
      const resonances = framesOf(slot(record, RESONANCE), quad, formatOf(record), SCRATCH_1);
      if (mode == LOWPASS) runMoving(LOWPASS, source, out, state, cutoffs, resonances);
      else if (mode == BANDPASS) runMoving(BANDPASS, source, out, state, cutoffs, resonances);
      else runMoving(HIGHPASS, source, out, state, cutoffs, resonances);
    }
  }
}

@inline function run(mode: i32, record: usize, source: usize, out: usize, state: usize): void {
  const g = gainOfCutoff(splat(setting(record, CUTOFF))), k = dampingOf(splat(setting(record, RESONANCE)));
  const a1 = div(ONE, add(ONE, mul(g, add(g, k)))), a2 = mul(g, a1), a3 = mul(g, a2);
  let s1 = v128.load(state), s2 = v128.load(state, 16);
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    const x = v128.load(source + i), v3 = sub(x, s2);
    const v1 = add(mul(s1, a1), mul(v3, a2)), v2 = add(add(s2, mul(s1, a2)), mul(v3, a3));
    s1 = sub(add(v1, v1), s1);
    s2 = sub(add(v2, v2), s2);
    v128.store(out + i, taken(mode, x, v1, v2, k));
  }
  v128.store(state, flush(s1));
  v128.store(state, flush(s2), 16);
}

@inline function runMoving(mode: i32, source: usize, out: usize, state: usize, cutoffs: usize, resonances: usize): void {
  let s1 = v128.load(state), s2 = v128.load(state, 16);
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    const g = gainOfCutoff(v128.load(cutoffs + i)), k = dampingOf(v128.load(resonances + i));
    const a1 = div(ONE, add(ONE, mul(g, add(g, k)))), a2 = mul(g, a1), a3 = mul(g, a2);
    const x = v128.load(source + i), v3 = sub(x, s2);
    const v1 = add(mul(s1, a1), mul(v3, a2)), v2 = add(add(s2, mul(s1, a2)), mul(v3, a3));
    s1 = sub(add(v1, v1), s1);
    s2 = sub(add(v2, v2), s2);
    v128.store(out + i, taken(mode, x, v1, v2, k));
  }
  v128.store(state, flush(s1));
  v128.store(state, flush(s2), 16);
}

@inline function taken(mode: i32, x: v128, band: v128, low: v128, k: v128): v128 {
  if (mode == LOWPASS) return low;
  if (mode == BANDPASS) return mul(k, band);
  return sub(sub(x, mul(k, band)), low);
}
