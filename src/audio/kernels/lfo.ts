import { BLOCK, FORMAT_MONO, HEAD_BPM, HEAD_PLAYING, HEAD_TICK, HEAD_TICKS_PER_FRAME, RECORD_SEED, SAMPLE_RATE, SCRATCH_0, SCRATCH_1 } from "./abi";
import { choiceOf, framesOf, output, setting, slot, stateOf, word } from "./record";
import { hash, lane0, sinTurns, splat } from "./vector";

// Parameters, in order.
const WAVE: i32 = 0, RATE: i32 = 1, SYNC: i32 = 2, BEATS: i32 = 3, PHASE: i32 = 4, POLARITY: i32 = 5;
const SINE: i32 = 0, TRIANGLE: i32 = 1, SAW: i32 = 2, SQUARE: i32 = 3;
const UNIPOLAR: i32 = 0;
const TICKS_PER_BEAT: f64 = 960;

/**
 * Low-frequency oscillator. State: turns since it began, f64. In sync and while the transport plays, turns follow its position, so a render
 * from anywhere gives the same value; while it is stopped they go on at its tempo. Random draws one number a turn from seed and turn.
 */
export function lfo(record: usize): void {
  const state = stateOf(record), out = output(record, 0), wave = choiceOf(record, WAVE), unipolar = choiceOf(record, POLARITY) == UNIPOLAR;
  const inSync = setting(record, SYNC) >= 0.5, follows = inSync && load<i32>(HEAD_PLAYING) != 0;
  const rates = framesOf(slot(record, inSync ? BEATS : RATE), 0, FORMAT_MONO, SCRATCH_0), phases = framesOf(slot(record, PHASE), 0, FORMAT_MONO, SCRATCH_1);
  const beatsPerFrame = load<f64>(HEAD_BPM) / 60 / <f64>SAMPLE_RATE, seed = <u32>word(record, RECORD_SEED);
  let turns = load<f64>(state), tick = load<f64>(HEAD_TICK);
  for (let i = 0; i < BLOCK; i++) {
    const at = <usize>i << 4, rate = <f64>load<f32>(rates + at);
    if (follows) turns = tick / TICKS_PER_BEAT / rate;
    const place = turns + <f64>load<f32>(phases + at), turn = floor(place);
    const value = shapeOf(wave, <f32>(place - turn), seed, turn);
    v128.store(out + at, splat(unipolar ? 0.5 + 0.5 * value : value));
    turns += inSync ? beatsPerFrame / rate : rate / <f64>SAMPLE_RATE;
    tick += load<f64>(HEAD_TICKS_PER_FRAME);
  }
  store<f64>(state, turns);
}

/** −1 to 1; `p` from 0 to 1. */
@inline function shapeOf(wave: i32, p: f32, seed: u32, turn: f64): f32 {
  if (wave == SINE) return lane0(sinTurns(splat(p)));
  if (wave == TRIANGLE) return p < 0.25 ? 4 * p : p < 0.75 ? 2 - 4 * p : 4 * p - 4;
  if (wave == SAW) return 2 * p - 1;
  if (wave == SQUARE) return p < 0.5 ? 1 : -1;
  return <f32>(<i32>hash(seed ^ hash(<u32><i64>turn))) * <f32>4.656612873e-10;
}
