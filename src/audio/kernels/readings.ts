import {
  BLOCK, HEAD_NON_FINITE, HEAD_TICK, HEAD_TICKS_PER_FRAME, PARAMETER_END, PARAMETER_START, QUAD_BYTES, RECORD_AUX0, RECORD_PARAMETERS,
} from "./abi";
import { input, inputQuads, isConnected, output, quadsOf, telemetryOf, word } from "./record";
import { ZERO, finite, maxOfLanes, splat } from "./vector";

/** Op tap: the last frame of the first lane, for the screen. */
export function tap(record: usize): void {
  const value = load<f32>(input(record, 0) + QUAD_BYTES - 16);
  const isFinite = value - value == 0;
  if (!isFinite) store<i32>(HEAD_NON_FINITE, load<i32>(HEAD_NON_FINITE) + 1);
  store<f32>(telemetryOf(record), isFinite ? value : 0);
}

/** Op meter: a peak that falls by 2 % a block. */
export function meter(record: usize): void {
  if (!isConnected(record, 0)) return;
  const quads = inputQuads(record, 0);
  let peaks = ZERO;
  for (let quad = 0; quad < quads; quad++) {
    const source = input(record, 0, quad);
    for (let i: usize = 0; i < QUAD_BYTES; i += 16) peaks = f32x4.pmax(peaks, f32x4.abs(finite(v128.load(source + i))));
  }
  const at = telemetryOf(record), peak = maxOfLanes(peaks), old: f32 = load<f32>(at) * 0.98;
  store<f32>(at, max(peak, old < 1e-6 ? 0 : old));
}

/** Op lane: a script's or hand's value, gliding over the block. */
export function lane(record: usize): void {
  const slot = <usize>word(record, RECORD_PARAMETERS), out = output(record, 0);
  const start = load<f32>(slot, PARAMETER_START), step: f32 = (load<f32>(slot, PARAMETER_END) - start) / <f32>(BLOCK - 1);
  for (let i: usize = 0; i < <usize>BLOCK; i++) v128.store(out + (i << 4), splat(start + step * <f32>i));
}

/** Op silence. */
export function silence(record: usize): void {
  memory.fill(output(record, 0), 0, <usize>quadsOf(record) * QUAD_BYTES);
}

/** Op phase: how far the transport is in a span of aux0 ticks, 0 to 1. */
export function phase(record: usize): void {
  const out = output(record, 0), span = <f64>word(record, RECORD_AUX0);
  let position = load<f64>(HEAD_TICK) / span;
  const step = load<f64>(HEAD_TICKS_PER_FRAME) / span;
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    v128.store(out + i, splat(min<f32>(<f32>(position - floor(position)), 0.99999994)));
    position += step;
  }
}
