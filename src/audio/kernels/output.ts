import { FORMAT_STEREO, QUAD_BYTES, SCRATCH_0, SCRATCH_1 } from "./abi";
import { formatOf, framesOf, inputAs, isSteady, output as outputAt, setting, slot } from "./record";
import { gainOf, mul, splat } from "./vector";

const LEVEL: i32 = 0;

/** What is heard: its input as left and right, at a level in dB. The master op adds and limits. */
export function output(record: usize): void {
  const source = inputAs(record, 0, FORMAT_STEREO, 0, SCRATCH_0), out = outputAt(record, 0), level = slot(record, LEVEL);
  if (isSteady(level)) {
    const gain = gainOf(splat(setting(record, LEVEL)));
    for (let i: usize = 0; i < QUAD_BYTES; i += 16) v128.store(out + i, mul(gain, v128.load(source + i)));
    return;
  }
  const levels = framesOf(level, 0, formatOf(record), SCRATCH_1);
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) v128.store(out + i, mul(gainOf(v128.load(levels + i)), v128.load(source + i)));
}
