/** A 32-bit integer finaliser: every input bit reaches every output bit. After C. Wellons, “Prospecting for Hash Functions” (lowbias32). */
export function hash(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}
