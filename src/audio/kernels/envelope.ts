import {
  BLOCK, EVENT_FRAME, EVENT_KIND, EVENT_KIND_ALL_OFF, EVENT_KIND_NOTE_ON, EVENT_VELOCITY, EVENT_VOICE, FORMAT_VOICES, SAMPLE_RATE, SCRATCH_0,
} from "./abi";
import { eventAt, eventCount, eventsOf, output, quadsOf, slot, stateOf, valueOf } from "./record";
import { ONE, add, clamp, div, exp2, mul, select, splat, sub } from "./vector";

// Parameters, in order.
const ATTACK: i32 = 0, DECAY: i32 = 1, SUSTAIN: i32 = 2, RELEASE: i32 = 3, VELOCITY: i32 = 4;
// State of each quad: level, peak of the note, and masks: held, rising.
const QUAD_STATE: usize = 64;
const LEVEL: usize = 0, PEAK: usize = 16, HELD: usize = 32, RISING: usize = 48;

/** Below −100 dB a release has ended. */
const SILENT: f32 = 1e-5;
/** So near its goal, −120 dB, a level is there. */
const SETTLED: f32 = 1e-6;

/** Share of the way covered in one frame so that 60 dB of it, 99.9 %, are done after `seconds`: 1 − 1000^(−1 ÷ frames). */
@inline function approach(seconds: v128): v128 {
  const frames = f32x4.pmax(mul(seconds, splat(SAMPLE_RATE)), ONE);
  return sub(ONE, exp2(div(splat(-9.96578428), frames)));
}

/**
 * ADSR of every voice. The attack is a straight line from where the level stands to the note's peak; decay and release approach their ends
 * exponentially and are within 60 dB of them after the time set. A note's peak is its velocity, as far as `velocity` says.
 */
export function envelope(record: usize): void {
  const events = eventsOf(record), count = eventCount(events), quads = quadsOf(record);
  for (let quad = 0; quad < quads; quad++) {
    const q = stateOf(record) + <usize>quad * QUAD_STATE;
    let from = 0;
    for (let e = 0; e < count; e++) {
      const event = eventAt(events, e), kind = load<i32>(event, EVENT_KIND), voice = load<i32>(event, EVENT_VOICE);
      if (kind != EVENT_KIND_ALL_OFF && voice >> 2 != quad) continue;
      const frame = load<i32>(event, EVENT_FRAME);
      if (frame > from) render(record, quad, q, from, frame);
      from = max(from, frame);
      hear(record, quad, q, event, kind, voice & 3);
    }
    render(record, quad, q, from, BLOCK);
  }
}

function hear(record: usize, quad: i32, q: usize, event: usize, kind: i32, lane: i32): void {
  const at = q + (<usize>lane << 2);
  if (kind == EVENT_KIND_NOTE_ON) {
    v128.store(SCRATCH_0, valueOf(slot(record, VELOCITY), quad, FORMAT_VOICES, load<i32>(event, EVENT_FRAME), SCRATCH_0));
    const depth = load<f32>(SCRATCH_0 + (<usize>lane << 2));
    store<f32>(at, 1 - depth * (1 - load<f32>(event, EVENT_VELOCITY)), PEAK);
    store<i32>(at, -1, HELD);
    store<i32>(at, -1, RISING);
  } else if (kind == EVENT_KIND_ALL_OFF) {
    v128.store(q, i32x4.splat(0), HELD);
    v128.store(q, i32x4.splat(0), RISING);
  } else {
    store<i32>(at, 0, HELD);
    store<i32>(at, 0, RISING);
  }
}

/** Frames `from` up to `to`; no note begins or ends among them. */
function render(record: usize, quad: i32, q: usize, from: i32, to: i32): void {
  const first = output(record, 0, quad) + (<usize>from << 4), end = output(record, 0, quad) + (<usize>to << 4);
  const held = v128.load(q, HELD), peak = v128.load(q, PEAK);
  let level = v128.load(q, LEVEL), rising = v128.load(q, RISING);
  if (!v128.any_true(v128.or(held, level))) {
    memory.fill(first, 0, end - first);
    return;
  }
  const sustain = clamp(valueOf(slot(record, SUSTAIN), quad, FORMAT_VOICES, from, SCRATCH_0), 0, 1);
  const decay = approach(valueOf(slot(record, DECAY), quad, FORMAT_VOICES, from, SCRATCH_0));
  const release = approach(valueOf(slot(record, RELEASE), quad, FORMAT_VOICES, from, SCRATCH_0));
  const attackFrames = f32x4.pmax(mul(valueOf(slot(record, ATTACK), quad, FORMAT_VOICES, from, SCRATCH_0), splat(SAMPLE_RATE)), ONE);
  const rise = div(peak, attackFrames), goal = v128.and(mul(peak, sustain), held), share = select(held, decay, release);
  rising = v128.and(rising, f32x4.lt(level, peak));
  if (v128.any_true(rising)) {
    for (let i = first; i < end; i += 16) {
      rising = v128.and(rising, f32x4.lt(level, peak));
      const up = f32x4.pmin(add(level, rise), peak), onward = add(level, mul(share, sub(goal, level)));
      level = select(rising, up, onward);
      v128.store(i, level);
    }
  } else if (v128.any_true(f32x4.gt(f32x4.abs(sub(goal, level)), splat(SETTLED)))) {
    level = add(goal, fall(first, end, goal, sub(level, goal), sub(ONE, share)));
  } else {
    level = goal;
    for (let i = first; i < end; i += 16) v128.store(i, level);
  }
  const audible = v128.or(held, f32x4.gt(level, splat(SILENT)));
  v128.store(q, v128.and(v128.and(level, audible), f32x4.gt(level, splat(1e-15))), LEVEL);
  v128.store(q, rising, RISING);
}

/**
 * Writes `goal` plus what is left of `distance`, which shrinks to its share `left` each frame; answers what remains. Four frames at once: one
 * after another, each would wait for the one before.
 */
@inline function fall(first: usize, end: usize, goal: v128, distance: v128, left: v128): v128 {
  const left2 = mul(left, left), left3 = mul(left2, left), left4 = mul(left2, left2);
  let rest = distance, i = first;
  for (; i + 64 <= end; i += 64) {
    v128.store(i, add(goal, mul(rest, left)));
    v128.store(i + 16, add(goal, mul(rest, left2)));
    v128.store(i + 32, add(goal, mul(rest, left3)));
    rest = mul(rest, left4);
    v128.store(i + 48, add(goal, rest));
  }
  for (; i < end; i += 16) {
    rest = mul(rest, left);
    v128.store(i, add(goal, rest));
  }
  return rest;
}
