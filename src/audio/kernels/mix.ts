import {
  BLOCK, CABLE_AMOUNT, CABLE_BYTES, CABLE_GAIN, CABLE_GAIN_TARGET, CABLE_OFFSET, HEAD_NON_FINITE, QUAD_BYTES, RECORD_AUX0, RECORD_AUX1,
  RECORD_AUX2, SCRATCH_0,
} from "./abi";
import { formatOf, inputAs, output, quadsOf, word } from "./record";
import { ZERO, add, clamp, finite, mul, splat, sub } from "./vector";

/** A cable's gain moves over its whole range in 5 ms: so much in one block. */
const GAIN_STEP: f32 = <f32>BLOCK / (0.005 * 48000);

/** Where a cable's gain stands at the end of this block. */
@inline export function nextGain(cable: usize): f32 {
  const gain = load<f32>(cable, CABLE_GAIN), target = load<f32>(cable, CABLE_GAIN_TARGET);
  return gain + max(-GAIN_STEP, min(GAIN_STEP, target - gain));
}

/** Counts what is not finite, for the host to look into. */
@inline export function reportIf(found: v128): void {
  if (v128.any_true(found)) store<i32>(HEAD_NON_FINITE, load<i32>(HEAD_NON_FINITE) + 1);
}

/** Adds (value + offset) × amount × gain of every cable into the quad at `out`. */
export function sumCables(record: usize, format: i32, quad: i32, out: usize): void {
  // What is not finite is rare: the sum is made without care for it, and once more with care when there was some.
  if (v128.any_true(sum(false, record, format, quad, out))) reportIf(sum(true, record, format, quad, out));
}

/** Answers where something not finite was met; `cleans` says whether it counts as 0. */
function sum(cleans: bool, record: usize, format: i32, quad: i32, out: usize): v128 {
  const cables = <usize>word(record, RECORD_AUX0), count = word(record, RECORD_AUX1);
  let bad = ZERO, isFirst = true;
  for (let c = 0; c < count; c++) {
    const cable = cables + <usize>c * CABLE_BYTES;
    const from = load<f32>(cable, CABLE_GAIN) * load<f32>(cable, CABLE_AMOUNT);
    const to = nextGain(cable) * load<f32>(cable, CABLE_AMOUNT);
    if (from == 0 && to == 0) continue;
    const source = inputAs(record, c, format, quad, SCRATCH_0), offset = load<f32>(cable, CABLE_OFFSET);
    const found = cleans || from != to || offset != 0
      ? isFirst ? addMoving(false, source, out, from, to, offset) : addMoving(true, source, out, from, to, offset)
      : isFirst ? addResting(false, source, out, from) : addResting(true, source, out, from);
    bad = v128.or(bad, found);
    isFirst = false;
  }
  if (isFirst) memory.fill(out, 0, QUAD_BYTES);
  return bad;
}

/** A cable at rest, whose gain is all that counts. */
@inline function addResting(adds: bool, source: usize, out: usize, level: f32): v128 {
  const gain = splat(level);
  let zeros = ZERO;
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    const value = mul(v128.load(source + i), gain);
    zeros = add(zeros, sub(value, value));
    v128.store(out + i, adds ? add(v128.load(out + i), value) : value);
  }
  return f32x4.ne(zeros, ZERO);
}

/** A cable whose gain moves or that has an offset. What is not finite counts as 0. */
@inline function addMoving(adds: bool, source: usize, out: usize, from: f32, to: f32, offsetBy: f32): v128 {
  const offset = splat(offsetBy), step = splat((to - from) / <f32>BLOCK);
  let gain = splat(from), bad = ZERO;
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    gain = add(gain, step);
    const value = mul(add(v128.load(source + i), offset), gain), clean = finite(value);
    bad = v128.or(bad, v128.xor(value, clean));
    v128.store(out + i, adds ? add(v128.load(out + i), clean) : clean);
  }
  return bad;
}

/** Moves the gain of every cable of a record on, once all its quads are done. */
export function moveGains(record: usize): void {
  const cables = <usize>word(record, RECORD_AUX0), count = word(record, RECORD_AUX1);
  for (let c = 0; c < count; c++) {
    const cable = cables + <usize>c * CABLE_BYTES;
    store<f32>(cable, nextGain(cable), CABLE_GAIN);
  }
}

/** Op mix: sums cables into one input. A loop's sum (aux2 = 1) stays within ±16. */
export function mix(record: usize): void {
  const format = formatOf(record), quads = quadsOf(record), inLoop = word(record, RECORD_AUX2) != 0;
  for (let quad = 0; quad < quads; quad++) {
    const out = output(record, 0, quad);
    sumCables(record, format, quad, out);
    if (inLoop) for (let i: usize = 0; i < QUAD_BYTES; i += 16) v128.store(out + i, clamp(v128.load(out + i), -16, 16));
  }
  moveGains(record);
}
