const ROUND_CONSTANTS = primeFractions(64, Math.cbrt);
const START = primeFractions(8, Math.sqrt);

/** The SHA-256 of bytes as lower-case hexadecimal digits. For where the browser's own, which answers later, is too late. */
export function sha256(bytes: Uint8Array): string {
  const padded = new Uint8Array((bytes.length + 72) & ~63);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x2000_0000));
  view.setUint32(padded.length - 4, bytes.length * 8);
  const state = Uint32Array.from(START);
  const schedule = new Uint32Array(64);
  for (let block = 0; block < padded.length; block += 64) mixIn(state, schedule, view, block);
  return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
}

function mixIn(state: Uint32Array, schedule: Uint32Array, view: DataView, block: number): void {
  const word = (at: number) => schedule[at] ?? 0;
  for (let at = 0; at < 16; at++) schedule[at] = view.getUint32(block + at * 4);
  for (let at = 16; at < 64; at++) {
    const early = word(at - 15);
    const late = word(at - 2);
    schedule[at] =
      word(at - 16) +
      (turned(early, 7) ^ turned(early, 18) ^ (early >>> 3)) +
      word(at - 7) +
      (turned(late, 17) ^ turned(late, 19) ^ (late >>> 10));
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at++) {
    const first =
      h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + (ROUND_CONSTANTS[at] ?? 0) + word(at);
    const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) state[at] = (state[at] ?? 0) + value;
}

const turned = (value: number, bits: number): number => (value >>> bits) | (value << (32 - bits));

/** The first 32 bits behind the point of a root of each of the first primes. */
function primeFractions(count: number, root: (prime: number) => number): number[] {
  const found: number[] = [];
  for (let number = 2, primes: number[] = []; found.length < count; number++) {
    if (primes.some((prime) => number % prime === 0)) continue;
    primes = [...primes, number];
    found.push(Math.floor((root(number) % 1) * 2 ** 32));
  }
  return found;
}
