import { FORMAT_VOICES, QUAD_BYTES, SCRATCH_0, SCRATCH_1 } from "./abi";
import { formatOf, framesOf, input, inputFormat, inputQuads, isConnected, isSteady, output, quadsOf, setting, slot } from "./record";
import { gainOf, maxOfLanes, mul, splat } from "./vector";

const GAIN: i32 = 0;
const AUDIO: i32 = 0, LEVEL: i32 = 1;

/** Sound × level × gain. Level is a control of 0 to 1 and above, 1 when nothing is connected; gain in dB. */
export function amplifier(record: usize): void {
  const quads = quadsOf(record), gain = slot(record, GAIN), hasLevel = isConnected(record, LEVEL);
  for (let quad = 0; quad < quads; quad++) {
    const source = input(record, AUDIO, quad), out = output(record, 0, quad);
    const level = hasLevel ? levelFor(record, quad) : 0;
    if (isSteady(gain)) {
      const factor = gainOf(splat(setting(record, GAIN)));
      if (hasLevel) {
        for (let i: usize = 0; i < QUAD_BYTES; i += 16) v128.store(out + i, mul(mul(v128.load(source + i), v128.load(level + i)), factor));
      } else {
        for (let i: usize = 0; i < QUAD_BYTES; i += 16) v128.store(out + i, mul(v128.load(source + i), factor));
      }
    } else {
      const levels = framesOf(gain, quad, formatOf(record), SCRATCH_0);
      for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
        const moved = mul(v128.load(source + i), gainOf(v128.load(levels + i)));
        v128.store(out + i, hasLevel ? mul(moved, v128.load(level + i)) : moved);
      }
    }
  }
}

/** The level for one quad; sound that isn't split in voices follows the loudest voice. */
function levelFor(record: usize, quad: i32): usize {
  if (formatOf(record) == FORMAT_VOICES || inputFormat(record, LEVEL) != FORMAT_VOICES) return input(record, LEVEL, quad);
  const quads = inputQuads(record, LEVEL);
  for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
    let loudest = v128.load(input(record, LEVEL) + i);
    for (let q = 1; q < quads; q++) loudest = f32x4.pmax(loudest, v128.load(input(record, LEVEL, q) + i));
    v128.store(SCRATCH_1 + i, splat(maxOfLanes(loudest)));
  }
  return SCRATCH_1;
}
