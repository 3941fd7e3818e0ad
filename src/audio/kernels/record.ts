import {
  BLOCK, FORMAT_MONO, FORMAT_STEREO, FORMAT_VOICES, PARAMETER_BUFFER, PARAMETER_BUFFER_QUADS, PARAMETER_BYTES, PARAMETER_END, PARAMETER_START,
  QUAD_BYTES, RECORD_EVENTS, RECORD_FORMAT, RECORD_INPUTS, RECORD_OUTPUTS, RECORD_PARAMETERS, RECORD_QUADS, RECORD_STATE, RECORD_TELEMETRY,
  SILENCE, EVENT_BYTES,
} from "./abi";
import { add, lane0, mul, splat, sub, sumOfFour } from "./vector";

// What kernels read and write, by name instead of by offset. `record` is always the address of a schedule record.

@inline export function word(record: usize, index: i32): i32 { return load<i32>(record + (<usize>index << 2)); }
@inline export function quadsOf(record: usize): i32 { return word(record, RECORD_QUADS); }
@inline export function formatOf(record: usize): i32 { return word(record, RECORD_FORMAT); }
@inline export function stateOf(record: usize): usize { return <usize>word(record, RECORD_STATE); }
@inline export function telemetryOf(record: usize): usize { return <usize>word(record, RECORD_TELEMETRY); }

/** Address of quad `quad` of output `index`. */
@inline export function output(record: usize, index: i32, quad: i32 = 0): usize {
  return <usize>load<i32>(<usize>word(record, RECORD_OUTPUTS) + (<usize>index << 2)) + <usize>quad * QUAD_BYTES;
}

@inline function inputEntry(record: usize, index: i32): usize { return <usize>word(record, RECORD_INPUTS) + <usize>index * 12; }
@inline export function isConnected(record: usize, index: i32): bool { return load<i32>(inputEntry(record, index)) != 0; }
@inline export function inputQuads(record: usize, index: i32): i32 { return load<i32>(inputEntry(record, index), 4); }
@inline export function inputFormat(record: usize, index: i32): i32 { return load<i32>(inputEntry(record, index), 8); }

/** Address of quad `quad` of input `index`; its last quad serves all further ones; silence when nothing is connected. */
@inline export function input(record: usize, index: i32, quad: i32 = 0): usize {
  const pointer = load<i32>(inputEntry(record, index));
  return pointer == 0 ? SILENCE : <usize>pointer + <usize>min(quad, inputQuads(record, index) - 1) * QUAD_BYTES;
}

/** Address of quad `quad` of input `index` in another format, made in `scratch` where it has to be. See {@link convert}. */
export function inputAs(record: usize, index: i32, format: i32, quad: i32, scratch: usize): usize {
  if (!isConnected(record, index)) return SILENCE;
  const entry = inputEntry(record, index);
  return convert(<usize>load<i32>(entry), load<i32>(entry, 4), load<i32>(entry, 8), format, quad, scratch);
}

/**
 * One quad of a cable in another format. Mono goes to every voice; voices sum to both sides; stereo to mono is half the sum;
 * stereo among voices takes the first two lanes at half, so that summing the voices gives the mono of it.
 */
export function convert(pointer: usize, quads: i32, from: i32, to: i32, quad: i32, scratch: usize): usize {
  if (from == to) return quad < quads ? pointer + <usize>quad * QUAD_BYTES : SILENCE;
  if (to == FORMAT_VOICES) {
    if (from == FORMAT_MONO) return pointer;
    if (quad > 0) return SILENCE;
    const half = splat(0.5);
    for (let i: usize = 0; i < QUAD_BYTES; i += 16) v128.store(scratch + i, mul(half, v128.load(pointer + i)));
    return scratch;
  }
  const sides = to == FORMAT_STEREO ? i32x4(-1, -1, 0, 0) : i32x4.splat(-1);
  if (from == FORMAT_MONO) {
    for (let i: usize = 0; i < QUAD_BYTES; i += 16) v128.store(scratch + i, v128.and(sides, v128.load(pointer + i)));
    return scratch;
  }
  const share = splat(from == FORMAT_STEREO ? 0.5 : 1);
  for (let i: usize = 0; i < QUAD_BYTES; i += 64) {
    const sums = sumOfFour(sumOfQuads(pointer + i, quads), sumOfQuads(pointer + i + 16, quads), sumOfQuads(pointer + i + 32, quads), sumOfQuads(pointer + i + 48, quads));
    v128.store(scratch + i, v128.and(sides, mul(share, i32x4.shuffle(sums, sums, 0, 0, 0, 0))));
    v128.store(scratch + i + 16, v128.and(sides, mul(share, i32x4.shuffle(sums, sums, 1, 1, 1, 1))));
    v128.store(scratch + i + 32, v128.and(sides, mul(share, i32x4.shuffle(sums, sums, 2, 2, 2, 2))));
    v128.store(scratch + i + 48, v128.and(sides, mul(share, i32x4.shuffle(sums, sums, 3, 3, 3, 3))));
  }
  return scratch;
}

/** One frame's lanes of all quads, added lane by lane. */
@inline function sumOfQuads(frame: usize, quads: i32): v128 {
  let sum = v128.load(frame);
  for (let q = 1; q < quads; q++) sum = add(sum, v128.load(frame + <usize>q * QUAD_BYTES));
  return sum;
}

/** Address of parameter `index`. */
@inline export function slot(record: usize, index: i32): usize { return <usize>word(record, RECORD_PARAMETERS) + <usize>index * PARAMETER_BYTES; }

/** Whether a parameter has one value for the whole block and all voices. */
@inline export function isSteady(parameter: usize): bool {
  return load<i32>(parameter, PARAMETER_BUFFER) == 0 && load<f32>(parameter, PARAMETER_START) == load<f32>(parameter, PARAMETER_END);
}

/** A choice or toggle, or the value at the end of the block of a parameter that no cable moves. */
@inline export function setting(record: usize, index: i32): f32 { return load<f32>(slot(record, index), PARAMETER_END); }
@inline export function choiceOf(record: usize, index: i32): i32 {
  const parameter = slot(record, index), buffer = <usize>load<i32>(parameter, PARAMETER_BUFFER);
  return <i32>(nearest(buffer ? load<f32>(buffer) : load<f32>(parameter, PARAMETER_END)));
}

/**
 * Address of a parameter's values for each frame of one quad: what cables made of it, or its own glide, written to `scratch`.
 * In a module that isn't split in voices, the voice that moves the parameter furthest counts for all.
 */
export function framesOf(parameter: usize, quad: i32, format: i32, scratch: usize): usize {
  const buffer = <usize>load<i32>(parameter, PARAMETER_BUFFER);
  const quads = load<i32>(parameter, PARAMETER_BUFFER_QUADS);
  const start = load<f32>(parameter, PARAMETER_START), end = load<f32>(parameter, PARAMETER_END);
  if (buffer == 0) {
    const step: f32 = (end - start) / <f32>(BLOCK - 1);
    for (let i: usize = 0; i < <usize>BLOCK; i++) v128.store(scratch + (i << 4), splat(start + step * <f32>i));
    return scratch;
  }
  if (format == FORMAT_VOICES) return buffer + <usize>min(quad, quads - 1) * QUAD_BYTES;
  const base = splat(end);
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    let furthest = v128.load(buffer + i);
    for (let q = 1; q < quads; q++) furthest = further(furthest, v128.load(buffer + i + <usize>q * QUAD_BYTES), base);
    furthest = further(furthest, i32x4.shuffle(furthest, furthest, 2, 3, 0, 1), base);
    furthest = further(furthest, i32x4.shuffle(furthest, furthest, 1, 0, 3, 2), base);
    v128.store(scratch + i, splat(lane0(furthest)));
  }
  return scratch;
}

/** Of two, lane by lane, the one further from `base`. */
@inline function further(a: v128, b: v128, base: v128): v128 {
  return v128.bitselect(b, a, f32x4.gt(f32x4.abs(sub(b, base)), f32x4.abs(sub(a, base))));
}

/** A parameter's values for the four voices of one quad at one frame; for what is worked out once a block or once a note. */
export function valueOf(parameter: usize, quad: i32, format: i32, frame: i32, scratch: usize): v128 {
  if (load<i32>(parameter, PARAMETER_BUFFER) == 0) {
    const start = load<f32>(parameter, PARAMETER_START), end = load<f32>(parameter, PARAMETER_END);
    return splat(start + (end - start) * <f32>frame / <f32>(BLOCK - 1));
  }
  return v128.load(framesOf(parameter, quad, format, scratch) + (<usize>frame << 4));
}

@inline export function eventsOf(record: usize): usize { return <usize>word(record, RECORD_EVENTS); }
/** Number of events in a list; 0 without a list. */
@inline export function eventCount(events: usize): i32 { return events == 0 ? 0 : load<i32>(events); }
/** Address of event `index`; the count comes first. */
@inline export function eventAt(events: usize, index: i32): usize { return events + 4 + <usize>index * EVENT_BYTES; }
