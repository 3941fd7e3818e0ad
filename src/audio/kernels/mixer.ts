import { BLOCK, FORMAT_STEREO, QUAD_BYTES, SCRATCH_0, SCRATCH_1 } from "./abi";
import { inputAs, isConnected, output, setting, slot, stateOf, telemetryOf, valueOf } from "./record";
import { ZERO, add, finite, gainOf, lane0, maxOfLanes, mul, sinTurns, splat, sub } from "./vector";

const CHANNELS: i32 = 8;
// Parameters of a channel, in order, then the master's level.
const LEVEL: i32 = 0, PAN: i32 = 1, MUTE: i32 = 2, SOLO: i32 = 3, CHANNEL_PARAMETERS: i32 = 4, MASTER: i32 = 32;
/** Gains go half of the way in a block: 99 % after 19 ms, without a corner that clicks. */
const SHARE: f32 = 0.5;

/**
 * Eight channels to stereo. State: gain left and right of each. Pan has equal power and leaves the middle as it is:
 * √2 cos and √2 sin of (1 + pan) π ÷ 4. Telemetry: peak of each channel after its level, then left and right of the sum.
 */
export function mixer(record: usize): void {
  const out = output(record, 0), words = telemetryOf(record), master = decibels(record, MASTER);
  let anySolo = false;
  for (let c = 0; c < CHANNELS; c++) anySolo = anySolo || setting(record, c * CHANNEL_PARAMETERS + SOLO) >= 0.5;
  memory.fill(out, 0, QUAD_BYTES);
  for (let c = 0; c < CHANNELS; c++) {
    const first = c * CHANNEL_PARAMETERS, state = stateOf(record) + (<usize>c << 3);
    if (!isConnected(record, c)) {
      store<i64>(state, 0);
      if (words) fall(words + (<usize>c << 2), 0);
      continue;
    }
    const isHeard = setting(record, first + MUTE) < 0.5 && (!anySolo || setting(record, first + SOLO) >= 0.5);
    const level: f32 = isHeard ? decibels(record, first + LEVEL) * master * <f32>1.41421356 : 0;
    const place: f32 = 0.125 * (1 + now(record, first + PAN));
    const left = toward(state, level * lane0(sinTurns(splat(place + 0.25)))), right = toward(state + 4, level * lane0(sinTurns(splat(place))));
    const peaks = addChannel(record, c, out, state, left, right);
    store<f32>(state, left);
    store<f32>(state, right, 4);
    if (words) fall(words + (<usize>c << 2), maxOfLanes(peaks));
  }
  if (words) publishSum(out, words + 32);
}

@inline function now(record: usize, parameter: i32): f32 { return lane0(valueOf(slot(record, parameter), 0, FORMAT_STEREO, BLOCK - 1, SCRATCH_0)); }
@inline function decibels(record: usize, parameter: i32): f32 { return lane0(gainOf(splat(now(record, parameter)))); }

@inline function toward(state: usize, goal: f32): f32 {
  const gain = load<f32>(state), rest = goal - gain;
  return abs(rest) < 1e-5 ? goal : gain + SHARE * rest;
}

function addChannel(record: usize, channel: i32, out: usize, state: usize, left: f32, right: f32): v128 {
  const source = inputAs(record, channel, FORMAT_STEREO, 0, SCRATCH_1);
  let gain = f32x4.replace_lane(splat(load<f32>(state)), 1, load<f32>(state, 4)), peaks = ZERO;
  const goal = f32x4.replace_lane(splat(left), 1, right), step = mul(sub(goal, gain), splat(1 / <f32>BLOCK));
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    gain = add(gain, step);
    const y = mul(gain, v128.load(source + i));
    v128.store(out + i, add(v128.load(out + i), y));
    peaks = f32x4.pmax(peaks, f32x4.abs(finite(y)));
  }
  return peaks;
}

@inline function fall(at: usize, peak: f32): void {
  const old: f32 = load<f32>(at) * 0.98;
  store<f32>(at, max(peak, old < 1e-6 ? 0 : old));
}

function publishSum(out: usize, words: usize): void {
  let peaks = ZERO;
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) peaks = f32x4.pmax(peaks, f32x4.abs(finite(v128.load(out + i))));
  fall(words, f32x4.extract_lane(peaks, 0));
  fall(words + 4, f32x4.extract_lane(peaks, 1));
}
