import {
  BLOCK, FORMAT_STEREO, HEAD_BPM, QUAD_BYTES, RECORD_AUX0, RECORD_AUX1, SAMPLE_RATE, SCRATCH_0, SCRATCH_1, SCRATCH_2, SCRATCH_3,
} from "./abi";
import { choiceOf, framesOf, inputAs, output, setting, slot, stateOf, valueOf, word } from "./record";
import { add, clamp, exp2of, finite, flush, lane0, mul, splat, sub } from "./vector";

// Parameters, in order.
const TIMING: i32 = 0, TIME: i32 = 1, BEATS: i32 = 2, FEEDBACK: i32 = 3, TONE: i32 = 4, MIX: i32 = 5, PING_PONG: i32 = 6;
const IN_BEATS: i32 = 1;
// State: distance from writing to reading in frames, where writing goes on, then the tone filter's memory.
const DISTANCE: usize = 0, WRITE: usize = 8, FILTER: usize = 16;

/** A changed time is reached exponentially, time constant 50 ms. */
const GLIDE: f64 = 1 / (0.05 * 48000);
/** The line needs a few frames on either side of what is read. */
const MARGIN: i32 = 4;
/** Even at full feedback a loop loses a little. */
const FULL: f32 = 0.998;

/**
 * Delay line of left and right, read between frames with a cubic (Hermite). The time glides, as a tape's would; echoes pass a one-pole
 * lowpass before they are repeated. Ping-pong writes the mono sum to the left and swaps sides on each repeat.
 */
export function delay(record: usize): void {
  const state = stateOf(record), frames = word(record, RECORD_AUX1), line = <usize>word(record, RECORD_AUX0);
  if (line == 0) return;
  const goal = distanceGoal(record, frames), begins = load<f64>(state, DISTANCE) == 0;
  const distance = begins ? goal : load<f64>(state, DISTANCE);
  const write = load<i32>(state, WRITE);
  const pingPong = setting(record, PING_PONG) >= 0.5;
  const ends = pingPong
    ? echo(true, record, line, frames, write, distance, goal, state + FILTER)
    : echo(false, record, line, frames, write, distance, goal, state + FILTER);
  store<f64>(state, ends, DISTANCE);
  store<i32>(state, (write + BLOCK) % frames, WRITE);
}

function distanceGoal(record: usize, frames: i32): f64 {
  const inBeats = choiceOf(record, TIMING) == IN_BEATS;
  const value = <f64>lane0(valueOf(slot(record, inBeats ? BEATS : TIME), 0, FORMAT_STEREO, BLOCK - 1, SCRATCH_0));
  const bpm = max(1, load<f64>(HEAD_BPM));
  const seconds = inBeats ? value * 60 / bpm : value;
  return max(<f64>MARGIN, min(<f64>(frames - MARGIN), seconds * <f64>SAMPLE_RATE));
}

@inline function echo(
  pingPong: bool, record: usize, line: usize, frames: i32, write: i32, from: f64, goal: f64, filter: usize,
): f64 {
  const source = inputAs(record, 0, FORMAT_STEREO, 0, SCRATCH_3), out = output(record, 0), format = FORMAT_STEREO;
  const feedbacks = framesOf(slot(record, FEEDBACK), 0, format, SCRATCH_0), mixes = framesOf(slot(record, MIX), 0, format, SCRATCH_1);
  const tone = max<f32>(20, lane0(valueOf(slot(record, TONE), 0, format, BLOCK - 1, SCRATCH_2)));
  // 1 − e^(−2π f ÷ rate), written as a power of 2.
  const share = splat(1 - exp2of(tone * <f32>(-9.06472028 / 48000)));
  let distance = from, place = write, dull = v128.load(filter);
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    distance = abs(goal - distance) < 0.001 ? goal : distance + GLIDE * (goal - distance);
    const position = <f64>place - distance, whole = floor(position);
    const heard = clamp(finite(between(line, frames, <i32>whole, <f32>(position - whole))), -16, 16);
    dull = add(dull, mul(share, sub(heard, dull)));
    const x = v128.load(source + i), again = mul(mul(dull, splat(FULL)), v128.load(feedbacks + i));
    v128.store(line + (<usize>place << 4), pingPong ? crossed(x, again) : add(finite(x), again));
    v128.store(out + i, add(x, mul(v128.load(mixes + i), sub(heard, x))));
    if (++place == frames) place = 0;
  }
  v128.store(filter, flush(dull));
  return distance;
}

/** Both sides' sum goes in on the left; what comes back changes sides. */
@inline function crossed(x: v128, again: v128): v128 {
  const sum = mul(splat(0.5), add(finite(x), i32x4.shuffle(finite(x), x, 1, 0, 3, 2)));
  return add(v128.and(sum, i32x4(-1, 0, 0, 0)), i32x4.shuffle(again, again, 1, 0, 3, 2));
}

@inline function frameAt(line: usize, frames: i32, place: i32): v128 {
  const turned = place < 0 ? place + frames : place >= frames ? place - frames : place;
  return v128.load(line + (<usize>turned << 4));
}

/** The cubic through four frames around `place + part` (Catmull-Rom). */
@inline function between(line: usize, frames: i32, place: i32, part: f32): v128 {
  const a = frameAt(line, frames, place);
  if (part == 0) return a;
  const before = frameAt(line, frames, place - 1), b = frameAt(line, frames, place + 1), after = frameAt(line, frames, place + 2), t = splat(part);
  const slope = mul(splat(0.5), sub(b, before));
  const bend = add(sub(before, mul(splat(2.5), a)), sub(add(b, b), mul(splat(0.5), after)));
  const twist = add(mul(splat(0.5), sub(after, before)), mul(splat(1.5), sub(a, b)));
  return add(a, mul(t, add(slope, mul(t, add(bend, mul(t, twist))))));
}
