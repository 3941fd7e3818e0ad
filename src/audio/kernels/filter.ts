import { QUAD_BYTES, SAMPLE_RATE, SCRATCH_0, SCRATCH_1 } from "./abi";
import { choiceOf, formatOf, framesOf, input, isSteady, output, quadsOf, setting, slot, stateOf } from "./record";
import { ONE, add, clamp, div, flush, mul, splat, sub, tan } from "./vector";

// Parameters, in order.
const MODE: i32 = 0, CUTOFF: i32 = 1, RESONANCE: i32 = 2;
const LOWPASS: i32 = 0, BANDPASS: i32 = 1;
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
  const state = stateOf(record);
  if (!isSteady(slot(record, CUTOFF)) || !isSteady(slot(record, RESONANCE))) {
    for (let quad = 0; quad < quads; quad++) {
      const cutoffs = framesOf(slot(record, CUTOFF), quad, formatOf(record), SCRATCH_0);
      const resonances = framesOf(slot(record, RESONANCE), quad, formatOf(record), SCRATCH_1);
      runMoving(mode, input(record, 0, quad), output(record, 0, quad), state + <usize>quad * QUAD_STATE, cutoffs, resonances);
    }
    return;
  }
  const g = gainOfCutoff(splat(setting(record, CUTOFF))), k = dampingOf(splat(setting(record, RESONANCE)));
  for (let quad = 0; quad < quads; quad += 2) {
    const next = min(quad + 1, quads - 1), first = state + <usize>quad * QUAD_STATE, second = state + <usize>next * QUAD_STATE;
    const x = input(record, 0, quad), y = input(record, 0, next), out = output(record, 0, quad), other = output(record, 0, next);
    if (mode == LOWPASS) runLowpass(x, y, out, other, first, second, g, k);
    else runPair(mode, x, y, out, other, first, second, g, k);
  }
}

/**
 * Two quads at once: each waits for its own last frame, and the other fills the time. The last of an odd number runs beside itself.
 */
function runLowpass(x: usize, y: usize, out: usize, other: usize, first: usize, second: usize, g: v128, k: v128): void {
  const a1 = div(splat(1), add(splat(1), mul(g, add(g, k)))), a2 = mul(g, a1), a3 = mul(g, a2);
  let s1 = v128.load(first), s2 = v128.load(first, 16), t1 = v128.load(second), t2 = v128.load(second, 16);
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    const v3 = sub(v128.load(x + i), s2), w3 = sub(v128.load(y + i), t2);
    const v1 = add(mul(s1, a1), mul(v3, a2)), w1 = add(mul(t1, a1), mul(w3, a2));
    const v2 = add(add(s2, mul(s1, a2)), mul(v3, a3)), w2 = add(add(t2, mul(t1, a2)), mul(w3, a3));
    s1 = sub(add(v1, v1), s1);
    t1 = sub(add(w1, w1), t1);
    s2 = sub(add(v2, v2), s2);
    t2 = sub(add(w2, w2), t2);
    v128.store(out + i, v2);
    v128.store(other + i, w2);
  }
  keep(first, s1, s2);
  keep(second, t1, t2);
}

/** The same for the other modes. */
function runPair(mode: i32, x: usize, y: usize, out: usize, other: usize, first: usize, second: usize, g: v128, k: v128): void {
  const a1 = div(splat(1), add(splat(1), mul(g, add(g, k)))), a2 = mul(g, a1), a3 = mul(g, a2);
  let s1 = v128.load(first), s2 = v128.load(first, 16), t1 = v128.load(second), t2 = v128.load(second, 16);
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    const p = v128.load(x + i), q = v128.load(y + i), v3 = sub(p, s2), w3 = sub(q, t2);
    const v1 = add(mul(s1, a1), mul(v3, a2)), w1 = add(mul(t1, a1), mul(w3, a2));
    const v2 = add(add(s2, mul(s1, a2)), mul(v3, a3)), w2 = add(add(t2, mul(t1, a2)), mul(w3, a3));
    s1 = sub(add(v1, v1), s1);
    t1 = sub(add(w1, w1), t1);
    s2 = sub(add(v2, v2), s2);
    t2 = sub(add(w2, w2), t2);
    v128.store(out + i, taken(mode, p, v1, v2, k));
    v128.store(other + i, taken(mode, q, w1, w2, k));
  }
  keep(first, s1, s2);
  keep(second, t1, t2);
}

@inline function keep(state: usize, s1: v128, s2: v128): void {
  v128.store(state, flush(s1));
  v128.store(state, flush(s2), 16);
}

function runMoving(mode: i32, source: usize, out: usize, state: usize, cutoffs: usize, resonances: usize): void {
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
  keep(state, s1, s2);
}

@inline function taken(mode: i32, x: v128, band: v128, low: v128, k: v128): v128 {
  if (mode == LOWPASS) return low;
  if (mode == BANDPASS) return mul(k, band);
  return sub(sub(x, mul(k, band)), low);
}
