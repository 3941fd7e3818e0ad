import {
  BLOCK, EVENT_FRAME, EVENT_KIND, EVENT_KIND_NOTE_ON, EVENT_KIND_ALL_OFF, EVENT_NOTE, EVENT_VELOCITY, EVENT_VOICE, FORMAT_VOICES, RECORD_AUX2, 
  SAMPLE_RATE, SCRATCH_0, SCRATCH_1, SCRATCH_2, SCRATCH_3,
} from "./abi";
import { choiceOf, eventAt, eventCount, eventsOf, framesOf, isSteady, output, quadsOf, setting, slot, stateOf, valueOf, word } from "./record";
import { HALF, ONE, ZERO, add, clamp, div, exp2, mul, select, sinTurns, splat, sub } from "./vector";

// Parameters, in order.
const WAVE: i32 = 0, OCTAVE: i32 = 1, PITCH: i32 = 2, DETUNE: i32 = 3, WIDTH: i32 = 4, GLIDE: i32 = 5, GATE: i32 = 6;
const SINE: i32 = 0, TRIANGLE: i32 = 1, SAW: i32 = 2;

// State: whether a note was ever heard, then for each quad six values of four lanes; the phase is i32, the others f32.
const QUADS: usize = 16, QUAD_STATE: usize = 96;
const PHASE: usize = 0, NOTE: usize = 16, GOAL: usize = 32, GLIDE_STEP: usize = 48, LOUDNESS: usize = 64, LOUDNESS_GOAL: usize = 80;

/** The gate opens and closes over 5 ms. */
const GATE_STEP: f32 = 1 / (0.005 * 48000);

/**
 * Band-limited oscillator. Steps are smoothed by PolyBLEP and corners by its integral, PolyBLAMP (Välimäki and Huovilainen 2007;
 * Esqueda, Välimäki and Bilbao 2016), two samples wide. Without notes, voice 0 drones at C-4 plus its pitch.
 */
export function oscillator(record: usize): void {
  const state = stateOf(record), events = eventsOf(record), count = eventCount(events), quads = quadsOf(record);
  if (count > 0) store<i32>(state, 1);
  const drones = load<i32>(state) == 0 && word(record, RECORD_AUX2) == 0;
  for (let quad = 0; quad < quads; quad++) {
    const q = state + QUADS + <usize>quad * QUAD_STATE;
    if (drones) drone(q, quad);
    else if (load<i32>(state, 4) != 0) v128.store(q, ZERO, LOUDNESS_GOAL);
    let from = 0;
    for (let e = 0; e < count; e++) {
      const event = eventAt(events, e), frame = load<i32>(event, EVENT_FRAME), kind = load<i32>(event, EVENT_KIND);
      const voice = load<i32>(event, EVENT_VOICE);
      if (kind != EVENT_KIND_ALL_OFF && voice >> 2 != quad) continue;
      if (frame > from) render(record, quad, q, from, frame);
      from = max(from, frame);
      hear(record, quad, q, event, kind, voice & 3);
    }
    render(record, quad, q, from, BLOCK);
  }
  store<i32>(state, drones ? 1 : 0, 4);
}

function drone(q: usize, quad: i32): void {
  v128.store(q, splat(60), GOAL);
  v128.store(q, splat(60), NOTE);
  v128.store(q, f32x4.replace_lane(ZERO, 0, quad == 0 ? 1 : 0), LOUDNESS_GOAL);
}

function hear(record: usize, quad: i32, q: usize, event: usize, kind: i32, lane: i32): void {
  const gated = setting(record, GATE) >= 0.5, at = q + (<usize>lane << 2);
  if (kind != EVENT_KIND_NOTE_ON) {
    if (!gated) return;
    if (kind == EVENT_KIND_ALL_OFF) v128.store(q, ZERO, LOUDNESS_GOAL);
    else store<f32>(at, 0, LOUDNESS_GOAL);
    return;
  }
  const note = load<f32>(event, EVENT_NOTE);
  v128.store(SCRATCH_0, valueOf(slot(record, GLIDE), quad, FORMAT_VOICES, load<i32>(event, EVENT_FRAME), SCRATCH_1));
  const glide = load<f32>(SCRATCH_0 + (<usize>lane << 2));
  const held = load<f32>(at, NOTE);
  // A voice that was never heard has no note to glide from.
  const jumps = glide < 0.0005 || held == 0;
  if (jumps) store<f32>(at, note, NOTE);
  store<f32>(at, note, GOAL);
  store<f32>(at, jumps ? 0 : abs(note - held) / (glide * SAMPLE_RATE), GLIDE_STEP);
  store<f32>(at, gated ? load<f32>(event, EVENT_VELOCITY) : 1, LOUDNESS_GOAL);
}

/** Frames `from` up to `to` of one quad; no note begins or ends among them. */
function render(record: usize, quad: i32, q: usize, from: i32, to: i32): void {
  const out = output(record, 0, quad), first = out + (<usize>from << 4), end = out + (<usize>to << 4);
  const loudness = v128.load(q, LOUDNESS), goal = v128.load(q, LOUDNESS_GOAL);
  if (!v128.any_true(v128.or(loudness, goal))) {
    memory.fill(first, 0, end - first);
    return;
  }
  const wave = choiceOf(record, WAVE);
  const steady = isSteady(slot(record, OCTAVE)) && isSteady(slot(record, PITCH)) && isSteady(slot(record, DETUNE))
    && isSteady(slot(record, WIDTH)) && v128.load(q, NOTE) == v128.load(q, GOAL);
  if (steady) {
    const step = phaseStep(v128.load(q, NOTE), splat(setting(record, OCTAVE)), splat(setting(record, PITCH)), splat(setting(record, DETUNE)));
    const width = splat(setting(record, WIDTH));
    if (wave == SAW) sweepSaw(q, first, end, step);
    else sweep(wave, q, first, end, step, width);
  } else {
    const steps = phaseSteps(record, quad, q, from, to) - out, widths = framesOf(slot(record, WIDTH), quad, FORMAT_VOICES, SCRATCH_1) - out;
    sweepMoving(wave, q, first, end, steps, widths);
  }
  shape(q, first, end, loudness, goal);
}

/** Turns a frame of a note: 440 Hz × 2^((note − 69) ÷ 12), kept below the Nyquist frequency. */
@inline function phaseStep(note: v128, octave: v128, pitch: v128, cents: v128): v128 {
  const semitones = add(add(note, mul(octave, splat(12))), add(pitch, mul(cents, splat(0.01))));
  return clamp(mul(splat(440 / SAMPLE_RATE), exp2(mul(sub(semitones, splat(69)), splat(1.0 / 12.0)))), 1e-6, 0.49);
}

/** Phase steps of every frame into SCRATCH_0, while the glide goes on. */
function phaseSteps(record: usize, quad: i32, q: usize, from: i32, to: i32): usize {
  const octaves = framesOf(slot(record, OCTAVE), quad, FORMAT_VOICES, SCRATCH_1);
  const pitches = framesOf(slot(record, PITCH), quad, FORMAT_VOICES, SCRATCH_2);
  const details = framesOf(slot(record, DETUNE), quad, FORMAT_VOICES, SCRATCH_3);
  const goal = v128.load(q, GOAL), speed = v128.load(q, GLIDE_STEP);
  let note = v128.load(q, NOTE);
  for (let i = <usize>from << 4; i < <usize>to << 4; i += 16) {
    const rest = sub(goal, note);
    note = add(note, f32x4.pmax(f32x4.neg(speed), f32x4.pmin(speed, rest)));
    note = select(f32x4.le(f32x4.abs(rest), speed), goal, note);
    v128.store(SCRATCH_0 + i, phaseStep(note, v128.load(octaves + i), v128.load(pitches + i), v128.load(details + i)));
  }
  v128.store(q, note, NOTE);
  return SCRATCH_0;
}

/** The costliest wave, and the commonest, has a loop of its own. */
function sweepSaw(q: usize, first: usize, end: usize, step: v128): void {
  const whole = wholeStep(step), inverse = div(splat(0.5), step);
  let phase = v128.load(q, PHASE);
  for (let i = first; i < end; i += 16) {
    v128.store(i, sawOf(mul(f32x4.convert_i32x4_s(phase), splat(1.0 / 2147483648)), inverse));
    phase = i32x4.add(phase, whole);
  }
  v128.store(q, phase, PHASE);
}

@inline function sweep(wave: i32, q: usize, first: usize, end: usize, step: v128, width: v128): void {
  const whole = wholeStep(step), inverse = div(ONE, step);
  let phase = v128.load(q, PHASE);
  for (let i = first; i < end; i += 16) {
    v128.store(i, sampleOf(wave, phase, step, inverse, width));
    phase = i32x4.add(phase, whole);
  }
  v128.store(q, phase, PHASE);
}

/** `steps` and `widths` are distances from the output to their values. */
@inline function sweepMoving(wave: i32, q: usize, first: usize, end: usize, steps: usize, widths: usize): void {
  let phase = v128.load(q, PHASE);
  for (let i = first; i < end; i += 16) {
    const step = v128.load(i + steps);
    v128.store(i, sampleOf(wave, phase, step, div(ONE, step), v128.load(i + widths)));
    phase = i32x4.add(phase, wholeStep(step));
  }
  v128.store(q, phase, PHASE);
}

/** A phase counts 2^32 a turn: it wraps by itself and never drifts. */
@inline function wholeStep(step: v128): v128 { return i32x4.trunc_sat_f32x4_s(mul(step, splat(4294967296))); }

@inline function wrap(phase: v128): v128 { return sub(phase, v128.and(f32x4.ge(phase, ONE), ONE)); }

@inline function sampleOf(wave: i32, whole: v128, step: v128, inverse: v128, width: v128): v128 {
  const turn = mul(f32x4.convert_i32x4_s(whole), splat(1.0 / 4294967296));
  if (wave == SINE) return sinTurns(turn);
  if (wave == SAW) return sawOf(add(turn, turn), mul(inverse, HALF));
  const phase = add(turn, v128.and(f32x4.lt(turn, ZERO), ONE));
  if (wave == TRIANGLE) {
    const plain = sub(mul(splat(4), f32x4.abs(sub(phase, HALF))), ONE), opposite = wrap(add(phase, HALF));
    return add(plain, mul(mul(splat(8), step), sub(blamp(opposite, inverse), blamp(phase, inverse))));
  }
  // High from 0 to `width` of a turn, without its mean.
  const duty = clamp(width, 0.01, 0.99), fallen = wrap(add(phase, sub(ONE, duty)));
  const plain = sub(select(f32x4.lt(phase, duty), splat(2), ZERO), add(duty, duty));
  return add(plain, sub(blep(phase, step, inverse), blep(fallen, step, inverse)));
}

/**
 * A rising line from −1 to 1 whose fall is smoothed: PolyBLEP is −(1 − t)² after a step and (1 + t)² before it, t in frames from it, so
 * by the distance to it alone it is a square with the line's own sign. `inverse`: frames in half a turn's height.
 */
@inline function sawOf(line: v128, inverse: v128): v128 {
  const near = f32x4.pmax(add(mul(f32x4.abs(line), inverse), sub(ONE, inverse)), ZERO);
  return sub(line, v128.or(mul(near, near), v128.and(line, i32x4.splat(0x80000000))));
}

/** What smooths a step of 2 at phase 0. */
@inline function blep(phase: v128, step: v128, inverse: v128): v128 {
  const after = mul(phase, inverse), before = mul(sub(phase, ONE), inverse);
  const late = sub(mul(sub(splat(2), after), after), ONE), early = add(mul(add(before, splat(2)), before), ONE);
  return v128.or(v128.and(late, f32x4.lt(phase, step)), v128.and(early, f32x4.gt(phase, sub(ONE, step))));
}

/** What rounds a corner at phase 0 whose slope changes by 1 a frame. */
@inline function blamp(phase: v128, inverse: v128): v128 {
  const distance = mul(f32x4.pmin(phase, sub(ONE, phase)), inverse);
  const near = f32x4.pmax(sub(ONE, distance), ZERO);
  return mul(splat(1.0 / 6.0), mul(near, mul(near, near)));
}

/** The gate, opening and closing in straight lines. */
@inline function shape(q: usize, first: usize, end: usize, loudness: v128, goal: v128): void {
  if (!v128.any_true(v128.xor(loudness, goal))) {
    if (v128.any_true(v128.xor(loudness, ONE))) for (let i = first; i < end; i += 16) v128.store(i, mul(loudness, v128.load(i)));
    return;
  }
  let now = loudness;
  for (let i = first; i < end; i += 16) {
    now = add(now, clamp(sub(goal, now), -GATE_STEP, GATE_STEP));
    v128.store(i, mul(now, v128.load(i)));
  }
  v128.store(q, now, LOUDNESS);
}
