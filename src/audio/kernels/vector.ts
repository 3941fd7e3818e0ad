// Arithmetic on four lanes at once. Everything here is written out, so results are the same bits on every machine.

export const ZERO: v128 = f32x4.splat(0);
export const ONE: v128 = f32x4.splat(1);
export const HALF: v128 = f32x4.splat(0.5);

@inline export function splat(x: f32): v128 { return f32x4.splat(x); }
@inline export function add(a: v128, b: v128): v128 { return f32x4.add(a, b); }
@inline export function sub(a: v128, b: v128): v128 { return f32x4.sub(a, b); }
@inline export function mul(a: v128, b: v128): v128 { return f32x4.mul(a, b); }
@inline export function div(a: v128, b: v128): v128 { return f32x4.div(a, b); }
@inline export function clamp(x: v128, low: f32, high: f32): v128 { return f32x4.pmin(f32x4.pmax(x, f32x4.splat(low)), f32x4.splat(high)); }
@inline export function lane0(x: v128): f32 { return f32x4.extract_lane(x, 0); }

/** `a` in lanes where `mask` is set, `b` elsewhere. */
@inline export function select(mask: v128, a: v128, b: v128): v128 { return v128.bitselect(a, b, mask); }

/** The sums of the lanes of four vectors, one a lane; lanes are added in a fixed order. */
@inline export function sumOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7));
  const cd = add(i32x4.shuffle(c, d, 0, 2, 4, 6), i32x4.shuffle(c, d, 1, 3, 5, 7));
  return add(i32x4.shuffle(ab, cd, 0, 2, 4, 6), i32x4.shuffle(ab, cd, 1, 3, 5, 7));
}

/** Largest of the four lanes. */
@inline export function maxOfLanes(x: v128): f32 {
  const pairs = f32x4.pmax(x, i32x4.shuffle(x, x, 2, 3, 0, 1));
  return max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

/** NaN and infinities become 0. */
@inline export function finite(x: v128): v128 { return v128.and(x, f32x4.eq(f32x4.sub(x, x), f32x4.splat(0))); }

/** Values too small to hear become 0, so that no state decays into the slow subnormal numbers; NaN and infinities too. */
@inline export function flush(x: v128): v128 {
  return v128.and(finite(x), f32x4.gt(f32x4.abs(x), f32x4.splat(1e-15)));
}

/** 2 to the power of x, x clamped to ±126. Taylor series of the fraction, relative error below 3e-7. */
@inline export function exp2(x: v128): v128 {
  const bounded = clamp(x, -126, 126);
  const whole = f32x4.nearest(bounded);
  const f = sub(bounded, whole);
  let p = f32x4.splat(0.000154035304);
  p = add(f32x4.splat(0.00133335581), mul(f, p));
  p = add(f32x4.splat(0.00961812911), mul(f, p));
  p = add(f32x4.splat(0.0555041087), mul(f, p));
  p = add(f32x4.splat(0.240226507), mul(f, p));
  p = add(f32x4.splat(0.693147181), mul(f, p));
  p = add(f32x4.splat(1), mul(f, p));
  return mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23));
}

/** 2 to the power of one number. */
@inline export function exp2of(x: f32): f32 { return lane0(exp2(f32x4.splat(x))); }

/** Base-2 logarithm of one positive number: series of atanh((m−1)/(m+1)), error below 1e-7. */
export function log2of(x: f32): f32 {
  const bits = reinterpret<i32>(x);
  let exponent = (bits >> 23) - 127;
  let m = reinterpret<f32>((bits & 0x7fffff) | 0x3f800000);
  if (m > 1.41421356) {
    m *= 0.5;
    exponent++;
  }
  const t: f32 = (m - 1) / (m + 1), t2: f32 = t * t;
  return <f32>exponent + 2.88539008 * t * (1 + t2 * (0.333333333 + t2 * (0.2 + t2 * (0.142857143 + t2 * 0.111111111))));
}

/** sin(2π x) for any x of moderate size. Taylor series on a quarter turn, error below 1e-7. */
@inline export function sinTurns(x: v128): v128 {
  const r = sub(x, f32x4.nearest(x));
  const mirrored = sub(v128.or(HALF, v128.and(r, i32x4.splat(0x80000000))), r);
  const a = mul(f32x4.splat(6.28318531), select(f32x4.gt(f32x4.abs(r), f32x4.splat(0.25)), mirrored, r));
  const s = mul(a, a);
  let p = f32x4.splat(-2.50521084e-8);
  p = add(f32x4.splat(2.75573192e-6), mul(s, p));
  p = add(f32x4.splat(-1.98412698e-4), mul(s, p));
  p = add(f32x4.splat(8.33333333e-3), mul(s, p));
  p = add(f32x4.splat(-0.166666667), mul(s, p));
  return mul(a, add(ONE, mul(s, p)));
}

/** tan(w) for w from 0 to 1.5: Padé approximant [5/4], relative error below 2e-4 at 1.5 and 1e-6 below 1.2. */
@inline export function tan(w: v128): v128 {
  const s = mul(w, w);
  const above = add(f32x4.splat(945), mul(s, add(f32x4.splat(-105), s)));
  const below = add(f32x4.splat(945), mul(s, add(f32x4.splat(-420), mul(f32x4.splat(15), s))));
  return div(mul(w, above), below);
}

/** Gain of a level in dB; −60 dB and below is silence. */
@inline export function gainOf(dB: v128): v128 {
  return v128.and(exp2(mul(dB, f32x4.splat(0.166096405))), f32x4.gt(dB, f32x4.splat(-60)));
}

/** A 32-bit hash with good avalanche (Wellons' lowbias32). */
export function hash(x: u32): u32 {
  x = (x ^ (x >> 16)) * 0x7feb352d;
  x = (x ^ (x >> 15)) * 0x846ca68b;
  return x ^ (x >> 16);
}
