import {
  BLOCK, EVENT_FRAME, EVENT_KIND, EVENT_KIND_ALL_OFF, EVENT_KIND_NOTE_ON, EVENT_NOTE, EVENT_VELOCITY, EVENT_VOICE, MAX_VOICES, QUAD_BYTES,
  RECORD_AUX0, SAMPLE_CHANNELS, SAMPLE_FRAMES, SAMPLE_LEFT, SAMPLE_RATE, SAMPLE_RATE_RATIO, SAMPLE_RIGHT, VOICE_WORDS, FORMAT_STEREO,
  SCRATCH_0,
} from "./abi";
import { choiceOf, eventAt, eventCount, eventsOf, output, slot, stateOf, telemetryOf, valueOf, word } from "./record";
import { exp2of, gainOf, lane0 } from "./vector";
import { approach, FADE_STEP, FADING, FREE, HELD, LEVEL, NOTE, POSITION, RELEASED, RISING, SERIAL, STAGE, VELOCITY, VOICE_BYTES, hermite } from "./voice";

// Parameters, in order.
const MODE: i32 = 0, SPEED: i32 = 1, VOLUME: i32 = 2, START: i32 = 3, END: i32 = 4, ROOT: i32 = 5, TUNE: i32 = 6;
const ATTACK: i32 = 7, DECAY: i32 = 8, SUSTAIN: i32 = 9, RELEASE: i32 = 10, POLYPHONY: i32 = 11;
const ONE_SHOT: i32 = 1, LOOP: i32 = 2;
const MONO: i32 = 0;

// State: the sample that played, the last serial, then 16 voices and 16 places where what was stolen fades.
const PLAYED: usize = 0, LAST_SERIAL: usize = 4, LAST_VOLUME: usize = 8, VOICES: usize = 16;

// What holds for all voices during one stretch of frames.
let left: usize = 0, right: usize = 0, stereo: bool = false;
let low: f64 = 0, high: f64 = 0, looped: bool = false, tapered: bool = false;
let pitch: f32 = 0, speed: f32 = 0, rateRatio: f32 = 0;
let rise: f32 = 0, decay: f32 = 0, sustain: f32 = 0, release: f32 = 0;
let volume: f32 = 0, volumeStep: f32 = 0;

/**
 * Plays one sound in 16 voices, forwards and backwards, between region start and end. Reads between frames with a cubic through four of
 * them (Hermite, Catmull-Rom); at speeds of a whole number of frames it reads the frames themselves. In a loop the frame after the last
 * is the first. A voice taken for a new note fades in 3 ms while the new one begins. At most one sound, two channels.
 */
export function sampler(record: usize): void {
  const out = output(record, 0), state = stateOf(record), events = eventsOf(record), count = eventCount(events);
  const sample = <usize>word(record, RECORD_AUX0);
  memory.fill(out, 0, QUAD_BYTES);
  if (sample == 0 || <i32>sample != load<i32>(state, PLAYED)) silenceAll(state);
  store<i32>(state, <i32>sample, PLAYED);
  if (sample == 0 || load<i32>(sample, SAMPLE_FRAMES) < 1) {
    publish(record, state);
    return;
  }
  prepare(record, sample, state);
  let from = 0;
  for (let e = 0; e < count; e++) {
    const event = eventAt(events, e), frame = load<i32>(event, EVENT_FRAME);
    if (frame > from) renderAll(state, out, from, frame);
    from = max(from, frame);
    hear(record, state, event);
  }
  renderAll(state, out, from, BLOCK);
  store<f32>(state, volume + volumeStep * <f32>BLOCK, LAST_VOLUME);
  publish(record, state);
}

@inline function voiceAt(state: usize, voice: i32): usize { return state + VOICES + <usize>voice * VOICE_BYTES; }
@inline function now(record: usize, parameter: i32): f32 { return lane0(valueOf(slot(record, parameter), 0, FORMAT_STEREO, BLOCK - 1, SCRATCH_0)); }

function silenceAll(state: usize): void {
  for (let v = 0; v < MAX_VOICES * 2; v++) store<i32>(voiceAt(state, v), FREE, STAGE);
}

/** Reads sample and parameters; they hold for the block, only the volume glides. */
function prepare(record: usize, sample: usize, state: usize): void {
  const frames = <f64>load<i32>(sample, SAMPLE_FRAMES);
  left = <usize>load<i32>(sample, SAMPLE_LEFT);
  right = <usize>load<i32>(sample, SAMPLE_RIGHT);
  stereo = load<i32>(sample, SAMPLE_CHANNELS) > 1;
  rateRatio = load<f32>(sample, SAMPLE_RATE_RATIO);
  const start = <f64>now(record, START), end = <f64>now(record, END);
  low = min(nearest(min(start, end) * frames), frames - 1);
  high = max(low + 1, min(frames, nearest(max(start, end) * frames)));
  looped = choiceOf(record, MODE) == LOOP;
  tapered = low > 0 || high < frames;
  speed = now(record, SPEED) * rateRatio;
  pitch = now(record, TUNE) - now(record, ROOT);
  rise = 1 / max<f32>(1, now(record, ATTACK) * SAMPLE_RATE);
  decay = approach(now(record, DECAY));
  sustain = now(record, SUSTAIN);
  release = approach(now(record, RELEASE));
  const goal = lane0(gainOf(f32x4.splat(now(record, VOLUME))));
  volume = load<i32>(state, LAST_SERIAL) == 0 ? goal : load<f32>(state, LAST_VOLUME);
  volumeStep = (goal - volume) / <f32>BLOCK;
}

function hear(record: usize, state: usize, event: usize): void {
  const kind = load<i32>(event, EVENT_KIND), voice = load<i32>(event, EVENT_VOICE) & (MAX_VOICES - 1);
  if (kind == EVENT_KIND_NOTE_ON) {
    if (choiceOf(record, POLYPHONY) == MONO) for (let v = 0; v < MAX_VOICES; v++) steal(state, v);
    else steal(state, voice);
    begin(record, state, voiceAt(state, voice), event);
  } else if (kind == EVENT_KIND_ALL_OFF) {
    for (let v = 0; v < MAX_VOICES; v++) letGo(voiceAt(state, v));
  } else if (choiceOf(record, MODE) != ONE_SHOT) letGo(voiceAt(state, voice));
}

@inline function letGo(voice: usize): void {
  if (load<i32>(voice, STAGE) != FREE) store<i32>(voice, RELEASED, STAGE);
}

function begin(record: usize, state: usize, voice: usize, event: usize): void {
  const serial = (load<i32>(state, LAST_SERIAL) + 1) & 0xfffff;
  store<i32>(state, serial, LAST_SERIAL);
  store<i32>(voice, RISING, STAGE);
  store<f64>(voice, speed < 0 ? high - 1 : low, POSITION);
  store<f32>(voice, rise >= 1 ? 1 : 0, LEVEL);
  store<f32>(voice, load<f32>(event, EVENT_NOTE), NOTE);
  store<f32>(voice, load<f32>(event, EVENT_VELOCITY), VELOCITY);
  store<i32>(voice, serial, SERIAL);
}

/** Moves a sounding voice to the quietest of the places where stolen ones fade. */
function steal(state: usize, voice: i32): void {
  const taken = voiceAt(state, voice);
  if (load<i32>(taken, STAGE) == FREE) return;
  let quietest = voiceAt(state, MAX_VOICES);
  for (let v = MAX_VOICES; v < MAX_VOICES * 2; v++) {
    const place = voiceAt(state, v);
    if (load<i32>(place, STAGE) == FREE) {
      quietest = place;
      break;
    }
    if (load<f32>(place, LEVEL) < load<f32>(quietest, LEVEL)) quietest = place;
  }
  memory.copy(quietest, taken, VOICE_BYTES);
  store<i32>(quietest, FADING, STAGE);
  store<i32>(taken, FREE, STAGE);
}

function renderAll(state: usize, out: usize, from: i32, to: i32): void {
  for (let v = 0; v < MAX_VOICES * 2; v++) {
    const voice = voiceAt(state, v);
    if (load<i32>(voice, STAGE) != FREE) render(voice, out, from, to);
  }
}

/** Frames of source a frame of output: speed × 2^(semitones ÷ 12). */
@inline function increment(voice: usize): f64 { return <f64>(speed * exp2of((load<f32>(voice, NOTE) + pitch) * <f32>(1.0 / 12.0))); }

function render(voice: usize, out: usize, from: i32, to: i32): void {
  const step = increment(voice), span = high - low, velocity = load<f32>(voice, VELOCITY);
  // A region that ends inside the sound is left over the last millisecond of playing, so that it does not click.
  const taper: f64 = tapered && !looped && step != 0 ? 1 / (abs(step) * 48) : 0;
  let position = load<f64>(voice, POSITION), level = load<f32>(voice, LEVEL), stage = load<i32>(voice, STAGE);
  for (let i = from; i < to; i++) {
    if (looped) {
      if (position >= high) position -= span * floor((position - low) / span);
      else if (position < low) position += span * ceil((low - position) / span);
    } else if (step >= 0 ? position >= high : position < low) {
      stage = FREE;
      break;
    }
    let gain = level * velocity * (volume + volumeStep * <f32>(i + 1));
    if (taper > 0) gain *= <f32>min(1.0, (step > 0 ? high - position : position - low + 1) * taper);
    const frame = out + (<usize>i << 4);
    const whole = floor(position), part = <f32>(position - whole), place = <i32>whole;
    const y = read(left, place, part), other = stereo ? read(right, place, part) : y;
    store<f32>(frame, load<f32>(frame) + gain * y);
    store<f32>(frame, load<f32>(frame, 4) + gain * other, 4);
    position += step;
    if (stage == RISING) {
      level += rise;
      if (level >= 1) {
        level = 1;
        stage = HELD;
      }
    } else if (stage == HELD) level += decay * (sustain - level);
    else if (stage == RELEASED) {
      level -= level * release;
      if (level < 1e-5) {
        stage = FREE;
        break;
      }
    } else {
      level -= FADE_STEP;
      if (level <= 0) {
        stage = FREE;
        break;
      }
    }
  }
  store<f64>(voice, position, POSITION);
  store<f32>(voice, level, LEVEL);
  store<i32>(voice, stage, STAGE);
}

/** The sound between frames `place` and `place + 1`. */
@inline function read(channel: usize, place: i32, part: f32): f32 {
  const at = channel + (<usize>place << 2);
  if (!looped || (<f64>place - 1 >= low && <f64>place + 2 < high)) return hermite(load<f32>(at - 4), load<f32>(at), load<f32>(at, 4), load<f32>(at, 8), part);
  return hermite(loopFrame(channel, place - 1), load<f32>(at), loopFrame(channel, place + 1), loopFrame(channel, place + 2), part);
}

/** A frame of the loop, counted around its ends. */
@inline function loopFrame(channel: usize, place: i32): f32 {
  const first = <i32>low, span = <i32>(high - low);
  const turned = (place - first) % span;
  return load<f32>(channel + (<usize>(first + (turned < 0 ? turned + span : turned)) << 2));
}

/** Gain, playhead in seconds of the sound, its speed and the note's serial, for each voice. */
function publish(record: usize, state: usize): void {
  const words = telemetryOf(record);
  if (words == 0) return;
  for (let v = 0; v < MAX_VOICES; v++) {
    const voice = voiceAt(state, v), at = words + <usize>v * (VOICE_WORDS << 2), sounds = load<i32>(voice, STAGE) != FREE;
    store<f32>(at, sounds ? load<f32>(voice, LEVEL) * load<f32>(voice, VELOCITY) : 0);
    if (!sounds) continue;
    store<f32>(at, <f32>(load<f64>(voice, POSITION) / <f64>(rateRatio * SAMPLE_RATE)), 4);
    store<f32>(at, <f32>increment(voice) / rateRatio, 8);
    store<f32>(at, <f32>load<i32>(voice, SERIAL), 12);
  }
}
