import { BufferImageSource } from "pixi.js";
import type { SignalSource, SourceContext } from "#video/render/frame-source.ts";
import { createBandAnalyser } from "./bands.ts";
import { createSignalHistory } from "./history.ts";
import { createBeamTrace, TRACE_SIZE } from "./trace.ts";
import { risingZero } from "./trigger.ts";

/** Frames in the row of a waveform: 85 ms at 48 kHz. */
const ROW_FRAMES = 4_096;

/** Frames the beam of an X/Y picture draws, the older the fainter. */
const BEAM_FRAMES = 2_048;

/** The picture of a spectrum: bands across, and 22 s of rows. */
const BANDS = 256;
const ROWS = 2_048;

/** Frames from one row of the spectrum to the next: 93.75 rows a second. */
const FRAMES_PER_ROW = 512;

/** What an oscilloscope or a spectrogram draws, from the words its kernel publishes. */
export function createSignalSource(context: SourceContext, kind: "waveform" | "spectrum"): SignalSource {
  return kind === "waveform" ? createWaveform(context) : createSpectrum(context);
}

/** The trace is worked out only while the parameter `mode` is at its second choice, X/Y. */
function createWaveform(context: SourceContext): SignalSource {
  const history = createSignalHistory();
  const row = new Float32Array(ROW_FRAMES * 2);
  const lefts = new Float32Array(ROW_FRAMES);
  const texture = new BufferImageSource({
    resource: row,
    width: ROW_FRAMES,
    height: 1,
    format: "rg32float",
    scaleMode: "linear",
    autoGenerateMipmaps: false,
    alphaMode: "no-premultiply-alpha",
  });
  const beam = createBeamTrace();
  const trace = new BufferImageSource({
    resource: beam.bytes,
    width: TRACE_SIZE,
    height: TRACE_SIZE,
    format: "rgba8unorm",
    scaleMode: "linear",
    autoGenerateMipmaps: false,
    alphaMode: "no-premultiply-alpha",
  });
  let trigger = 0.5;

  function drawBeam(): void {
    beam.clear();
    for (let ago = BEAM_FRAMES - 1; ago > 0; ago--) {
      const age = ago / BEAM_FRAMES;
      beam.move(history.left(ago), history.right(ago), history.left(ago - 1), history.right(ago - 1), (1 - age) ** 0.7);
    }
    beam.develop();
    trace.update();
  }

  return {
    update() {
      history.take(context.words());
      for (let i = 0; i < ROW_FRAMES; i++) {
        const left = history.left(ROW_FRAMES - 1 - i);
        lefts[i] = left;
        row[i * 2] = left;
        row[i * 2 + 1] = history.right(ROW_FRAMES - 1 - i);
      }
      const rise = risingZero(lefts);
      trigger = rise === undefined ? 0.5 : Math.min(0.5, (rise + 0.5) / ROW_FRAMES);
      texture.update();
      if (context.parameter("mode") >= 0.5) drawBeam();
    },
    texture: () => texture,
    trace: () => trace,
    trigger: () => trigger,
    newest: () => 0,
    destroy() {
      texture.destroy();
      trace.destroy();
    },
  };
}

function createSpectrum(context: SourceContext): SignalSource {
  const history = createSignalHistory();
  const analyser = createBandAnalyser(BANDS);
  const bytes = new Uint8Array(BANDS * ROWS);
  const texture = new BufferImageSource({
    resource: bytes,
    width: BANDS,
    height: ROWS,
    format: "r8unorm",
    scaleMode: "linear",
    autoGenerateMipmaps: false,
    alphaMode: "no-premultiply-alpha",
  });
  let written = 0;
  let waiting = 0;

  function writeRows(fresh: number): void {
    waiting += fresh;
    while (waiting >= FRAMES_PER_ROW) {
      waiting -= FRAMES_PER_ROW;
      const at = (written % ROWS) * BANDS;
      analyser.analyse(history, waiting, bytes.subarray(at, at + BANDS));
      texture.update(at, at + BANDS);
      written++;
    }
  }

  return {
    update() {
      writeRows(history.take(context.words()));
    },
    texture: () => texture,
    trace: () => null,
    trigger: () => 0,
    /** The scrolling edge lies between the two newest rows, moving with every frame of sound. */
    newest() {
      const row = written - 2 + waiting / FRAMES_PER_ROW + 0.5;
      return (((row % ROWS) + ROWS) % ROWS) / ROWS;
    },
    destroy() {
      texture.destroy();
    },
  };
}
