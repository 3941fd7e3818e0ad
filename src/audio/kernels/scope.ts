import { BLOCK, FORMAT_STEREO, SCRATCH_0, WAVEFORM_FRAMES } from "./abi";
import { inputAs, telemetryOf } from "./record";

/** Publishes left and right as rings, and how many frames were ever written (modulo 2^24), as engine/telemetry.ts says. */
export function scope(record: usize): void {
  const words = telemetryOf(record);
  if (words == 0) return;
  const source = inputAs(record, 0, FORMAT_STEREO, 0, SCRATCH_0);
  const written = <i32>(load<f32>(words));
  const left = words + 4, right = left + (<usize>WAVEFORM_FRAMES << 2);
  for (let i = 0; i < BLOCK; i++) {
    const place = <usize>((written + i) & (WAVEFORM_FRAMES - 1)) << 2, frame = source + (<usize>i << 4);
    store<f32>(left + place, load<f32>(frame));
    store<f32>(right + place, load<f32>(frame, 4));
  }
  store<f32>(words, <f32>((written + BLOCK) & 0xffffff));
}
