import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import { createRealFft } from "./fft.ts";
import type { SignalHistory } from "./history.ts";

const LOWEST_HZ = 20;
const HIGHEST_HZ = 20_000;

/** Frames an analysis looks at: 85 ms, so that bass notes part. */
export const ANALYSIS_FRAMES = 4_096;

/** Loudness 0 stands for this many dB of full scale; 1 for 0 dB. */
export const FLOOR_DB = -120;

interface Band {
  /** Its edges in bins of the transform. */
  readonly from: number;
  readonly to: number;
}

/** Loudness of a signal in bands of equal ratios from 20 Hz to 20 kHz. */
export interface BandAnalyser {
  /** Analyses the {@link ANALYSIS_FRAMES} that end `ago` frames before the newest and writes a byte for each band: 0 for −120 dB of full scale, 255 for 0 dB. */
  analyse(history: SignalHistory, ago: number, bytes: Uint8Array): void;
}

/** Frequency in the middle of a band, in Hz. */
export function bandFrequency(band: number, bands: number): number {
  return LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** ((band + 0.5) / bands);
}

/** `bands` columns. Left and right are mixed; a Hann window keeps tones narrow; a full-scale sine reaches 0 dB. */
export function createBandAnalyser(bands: number): BandAnalyser {
  const fft = createRealFft(ANALYSIS_FRAMES);
  const framed = new Float32Array(ANALYSIS_FRAMES);
  const magnitudes = new Float32Array(ANALYSIS_FRAMES / 2 + 1);
  const hann = Float32Array.from({ length: ANALYSIS_FRAMES }, (_, i) => Math.sin((Math.PI * i) / ANALYSIS_FRAMES) ** 2);
  const fullScale = ANALYSIS_FRAMES / 4;
  const bin = (hertz: number) => (hertz * ANALYSIS_FRAMES) / SAMPLE_RATE;
  const edges: readonly Band[] = Array.from({ length: bands }, (_, band) => ({
    from: bin(bandFrequency(band - 0.5, bands)),
    to: bin(bandFrequency(band + 0.5, bands)),
  }));

  /** The loudest bin of a wide band; between bins, where a band is narrower than they lie apart. */
  function magnitudeOf({ from, to }: Band): number {
    const middle = (from + to) / 2;
    const below = Math.floor(middle);
    const share = middle - below;
    let loudest = (magnitudes[below] ?? 0) * (1 - share) + (magnitudes[below + 1] ?? 0) * share;
    for (let i = Math.ceil(from); i <= to; i++) loudest = Math.max(loudest, magnitudes[i] ?? 0);
    return loudest;
  }

  return {
    analyse(history, ago, bytes) {
      for (let i = 0; i < ANALYSIS_FRAMES; i++) {
        const at = ago + ANALYSIS_FRAMES - 1 - i;
        framed[i] = (hann[i] ?? 0) * 0.5 * (history.left(at) + history.right(at));
      }
      fft.magnitudes(framed, magnitudes);
      for (const [band, edge] of edges.entries()) {
        const decibels = 20 * Math.log10(magnitudeOf(edge) / fullScale);
        const loudness = Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB));
        bytes[band] = Math.round(255 * loudness);
      }
    },
  };
}
