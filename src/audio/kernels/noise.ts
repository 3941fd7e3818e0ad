import { QUAD_BYTES, RECORD_SEED, SCRATCH_0 } from "./abi";
import { choiceOf, formatOf, framesOf, isSteady, output, setting, slot, stateOf, word } from "./record";
import { add, gainOf, hash, mul, splat } from "./vector";

// Parameters, in order.
const COLOUR: i32 = 0, LEVEL: i32 = 1;
const PINK: i32 = 1;
// State: generator, then the seven memories of the pink filter.
const GENERATOR: usize = 0, PINK_STATE: usize = 16;

/**
 * White noise, even from −1 to 1, by Marsaglia's xorshift (2003), one generator a side; or pink noise by Kellet's refined filter, within
 * 0.05 dB of −3 dB an octave above 10 Hz. The same seed always gives the same noise.
 */
export function noise(record: usize): void {
  const state = stateOf(record), out = output(record, 0), level = slot(record, LEVEL);
  const sides = i32x4(-1, -1, 0, 0);
  let x = v128.load(state, GENERATOR);
  if (!v128.any_true(x)) x = seeded(<u32>word(record, RECORD_SEED));
  const steady = isSteady(level), gain = gainOf(splat(setting(record, LEVEL)));
  const levels = framesOf(level, 0, formatOf(record), SCRATCH_0);
  const pink = choiceOf(record, COLOUR) == PINK;
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    x = v128.xor(x, i32x4.shl(x, 13));
    x = v128.xor(x, i32x4.shr_u(x, 17));
    x = v128.xor(x, i32x4.shl(x, 5));
    const white = mul(f32x4.convert_i32x4_s(x), splat(4.656612873e-10));
    const coloured = pink ? pinkOf(state + PINK_STATE, white) : white;
    v128.store(out + i, v128.and(sides, mul(coloured, steady ? gain : gainOf(v128.load(levels + i)))));
  }
  v128.store(state, x, GENERATOR);
}

function seeded(seed: u32): v128 {
  return v128.or(i32x4.splat(1), i32x4.replace_lane(
    i32x4.replace_lane(i32x4.splat(<i32>hash(seed + 1)), 1, <i32>hash(seed + 2)), 2, <i32>hash(seed + 3)));
}

@inline function pole(at: usize, white: v128, keep: f32, take: f32): v128 {
  const y = add(mul(splat(keep), v128.load(at)), mul(splat(take), white));
  v128.store(at, y);
  return y;
}

@inline function pinkOf(state: usize, white: v128): v128 {
  let sum = add(pole(state, white, 0.99886, 0.0555179), pole(state + 16, white, 0.99332, 0.0750759));
  sum = add(sum, pole(state + 32, white, 0.969, 0.153852));
  sum = add(sum, pole(state + 48, white, 0.8665, 0.3104856));
  sum = add(sum, pole(state + 64, white, 0.55, 0.5329522));
  sum = add(sum, pole(state + 80, white, -0.7616, -0.016898));
  sum = add(sum, add(v128.load(state + 96), mul(splat(0.5362), white)));
  v128.store(state + 96, mul(splat(0.115926), white));
  return mul(splat(0.11), sum);
}
