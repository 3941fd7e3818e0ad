import {
  BLOCK, FORMAT_STEREO, HEAD_MASTER_LEFT, HEAD_MASTER_RIGHT, HEAD_PANIC, LIMITER_STATE, MASTER_LEFT, MASTER_RIGHT, SCRATCH_1,
} from "./abi";
import { moveGains, sumCables } from "./mix";

/** Nothing leaves louder than this: −0.3 dB of full scale. */
const CEILING: f32 = 0.966;
/** The limiter's way back to 1 in one frame: time constant 100 ms. */
const RELEASE: f32 = 1 / (0.1 * 48000);
/** A panic fades over 20 ms. */
const PANIC_STEP: f32 = 1 / (0.02 * 48000);

/**
 * Op master: the sum of all that is heard, limited. The limiter's gain falls at once to what keeps the louder side under the ceiling, without
 * delay, and returns exponentially; sound below the ceiling passes bit by bit. State: gain lost, panic's gain lost (0 at rest).
 */
export function master(record: usize): void {
  sumCables(record, FORMAT_STEREO, 0, SCRATCH_1);
  moveGains(record);
  let lost = load<f32>(LIMITER_STATE), muted = load<f32>(LIMITER_STATE, 4);
  const panic: f32 = load<i32>(HEAD_PANIC) != 0 ? PANIC_STEP : -PANIC_STEP;
  let peakLeft: f32 = load<f32>(HEAD_MASTER_LEFT) * 0.98, peakRight: f32 = load<f32>(HEAD_MASTER_RIGHT) * 0.98;
  for (let i: usize = 0; i < <usize>BLOCK; i++) {
    let left = load<f32>(SCRATCH_1 + (i << 4)), right = load<f32>(SCRATCH_1 + (i << 4), 4);
    const peak = max(abs(left), abs(right));
    lost -= lost * RELEASE;
    if (peak * (1 - lost) > CEILING) lost = 1 - CEILING / peak;
    muted = max<f32>(0, min<f32>(1, muted + panic));
    const gain: f32 = (1 - lost) * (1 - muted);
    left *= gain;
    right *= gain;
    store<f32>(MASTER_LEFT + (i << 2), left);
    store<f32>(MASTER_RIGHT + (i << 2), right);
    peakLeft = max(peakLeft, abs(left));
    peakRight = max(peakRight, abs(right));
  }
  store<f32>(LIMITER_STATE, lost < 1e-6 ? 0 : lost);
  store<f32>(LIMITER_STATE, muted, 4);
  store<f32>(HEAD_MASTER_LEFT, peakLeft);
  store<f32>(HEAD_MASTER_RIGHT, peakRight);
}
