import { BLOCK, PARAMETER_CURVE, PARAMETER_END, PARAMETER_MAX, PARAMETER_MIN, PARAMETER_START, QUAD_BYTES, RECORD_PARAMETERS } from "./abi";
import { moveGains, sumCables } from "./mix";
import { formatOf, output, quadsOf, word } from "./record";
import { add, clamp, exp2, log2of, mul, splat } from "./vector";

/**
 * Op modulate: a parameter's finished values under its cables: the sum of the cables moves the value's
 * place on its travel. On an exponential range that is base × (max/min)^sum.
 */
export function modulate(record: usize): void {
  const parameter = <usize>word(record, RECORD_PARAMETERS), format = formatOf(record), quads = quadsOf(record);
  const start = load<f32>(parameter, PARAMETER_START), end = load<f32>(parameter, PARAMETER_END);
  const low = load<f32>(parameter, PARAMETER_MIN), high = load<f32>(parameter, PARAMETER_MAX), curve = load<i32>(parameter, PARAMETER_CURVE);
  const step = splat((end - start) / <f32>(BLOCK - 1));
  const span = curve == 1 ? splat(log2of(high / low)) : splat(high - low);
  for (let quad = 0; quad < quads; quad++) {
    const out = output(record, 0, quad);
    sumCables(record, format, quad, out);
    let base = splat(start);
    for (let i: usize = 0; i < QUAD_BYTES; i += 16) {
      const moved = mul(v128.load(out + i), span);
      let value = curve == 1 ? mul(base, exp2(moved)) : add(base, moved);
      value = clamp(value, low, high);
      v128.store(out + i, curve == 2 ? f32x4.nearest(value) : value);
      base = add(base, step);
    }
  }
  moveGains(record);
}
