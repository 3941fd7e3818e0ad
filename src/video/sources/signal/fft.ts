/**
 * Magnitudes of the spectrum of real samples, in place and without allocation after creation.
 * The samples are read as `size / 2` complex numbers, transformed by an iterative radix-2 Cooley–Tukey and then untangled
 * (Press et al., “Numerical Recipes”, 12.3).
 */
export interface RealFft {
  readonly size: number;
  /** Writes |X[k]|, unscaled, for k from 0 to size / 2 (so `size / 2 + 1` numbers) to `magnitudes`. `samples` holds `size` numbers and is left as it is. */
  magnitudes(samples: ArrayLike<number>, magnitudes: Float32Array): void;
}

/** `size` is a power of two, 4 or more; anything else throws. */
export function createRealFft(size: number): RealFft {
  if (size < 4 || (size & (size - 1)) !== 0)
    throw new RangeError(`An FFT of ${size} samples: the size is a power of two`);
  const half = size / 2;
  const bits = Math.log2(half);
  const real = new Float64Array(half);
  const imaginary = new Float64Array(half);
  const cosines = Float64Array.from({ length: half }, (_, i) => Math.cos((2 * Math.PI * i) / size));
  const sines = Float64Array.from({ length: half }, (_, i) => Math.sin((2 * Math.PI * i) / size));
  const mirrored = Uint32Array.from({ length: half }, (_, i) => {
    let turned = 0;
    for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) turned |= 1 << (bits - 1 - bit);
    return turned;
  });

  function load(samples: ArrayLike<number>): void {
    for (let i = 0; i < half; i++) {
      const from = (mirrored[i] ?? 0) * 2;
      real[i] = samples[from] ?? 0;
      imaginary[i] = samples[from + 1] ?? 0;
    }
  }

  /** One butterfly: joins places `a` and `b` with the twiddle factor exp(−2πi · turn / size). */
  function join(a: number, b: number, turn: number): void {
    const c = cosines[turn] ?? 0;
    const s = sines[turn] ?? 0;
    const br = real[b] ?? 0;
    const bi = imaginary[b] ?? 0;
    const re = br * c + bi * s;
    const im = bi * c - br * s;
    const ar = real[a] ?? 0;
    const ai = imaginary[a] ?? 0;
    real[b] = ar - re;
    imaginary[b] = ai - im;
    real[a] = ar + re;
    imaginary[a] = ai + im;
  }

  function transform(): void {
    for (let span = 1; span < half; span *= 2) {
      const turn = half / span;
      for (let start = 0; start < half; start += span * 2)
        for (let i = 0; i < span; i++) join(start + i, start + i + span, i * turn);
    }
  }

  function untangle(magnitudes: Float32Array): void {
    const sum = (real[0] ?? 0) + (imaginary[0] ?? 0);
    const difference = (real[0] ?? 0) - (imaginary[0] ?? 0);
    magnitudes[0] = Math.abs(sum);
    magnitudes[half] = Math.abs(difference);
    for (let k = 1; k < half; k++) {
      const ar = real[k] ?? 0;
      const ai = imaginary[k] ?? 0;
      const br = real[half - k] ?? 0;
      const bi = imaginary[half - k] ?? 0;
      const evenRe = (ar + br) / 2;
      const evenIm = (ai - bi) / 2;
      const oddRe = (ai + bi) / 2;
      const oddIm = (br - ar) / 2;
      const c = cosines[k] ?? 0;
      const s = sines[k] ?? 0;
      magnitudes[k] = Math.hypot(evenRe + oddRe * c + oddIm * s, evenIm + oddIm * c - oddRe * s);
    }
  }

  return {
    size,
    magnitudes(samples, magnitudes) {
      load(samples);
      transform();
      untangle(magnitudes);
    },
  };
}
