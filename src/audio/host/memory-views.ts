import { HEAD } from "#audio/contract/kernel-abi.ts";

/** One memory seen as bytes, whole numbers and fractions. Made once: a memory never grows. */
export class MemoryViews {
  readonly bytes: Uint8Array;
  readonly ints: Int32Array;
  readonly floats: Float32Array;
  readonly doubles: Float64Array;

  constructor(buffer: ArrayBufferLike) {
    this.bytes = new Uint8Array(buffer);
    this.ints = new Int32Array(buffer);
    this.floats = new Float32Array(buffer);
    this.doubles = new Float64Array(buffer);
  }

  int(address: number): number {
    return this.ints[address >> 2] as number; // within the memory
  }

  setInt(address: number, value: number): void {
    this.ints[address >> 2] = value;
  }

  float(address: number): number {
    return this.floats[address >> 2] as number; // within the memory
  }

  setFloat(address: number, value: number): void {
    this.floats[address >> 2] = value;
  }

  /** `address` is a multiple of 8. */
  double(address: number): number {
    return this.doubles[address >> 3] as number; // within the memory
  }

  setDouble(address: number, value: number): void {
    this.doubles[address >> 3] = value;
  }

  /** Sample frames processed. */
  get samples(): number {
    return this.double(HEAD.samples);
  }
}
