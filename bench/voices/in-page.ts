import type { PatchImage } from "./patch-image.ts";

/** What a run in the page answers: milliseconds taken and the loudness of what was made, so that nobody measures silence. */
export interface PageRun {
  readonly milliseconds: number;
  readonly rms: number;
}

/** Runs the kernels for some seconds of audio. Sent to the page as text: uses nothing from outside. */
export async function runKernels(given: { wasm: string; image: PatchImage; seconds: number }): Promise<PageRun> {
  const { image, seconds } = given;
  const bytes = Uint8Array.from(atob(given.wasm), (letter) => letter.charCodeAt(0));
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 64 });
  const words = new Int32Array(memory.buffer);
  const floats = new Float32Array(memory.buffer);
  words.set(image.words, image.base / 4);
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory, abort() {} } });
  const run = instance.exports.run as (schedule: number, records: number) => void;
  const blocks = Math.round((seconds * 48_000) / 128);
  const beat = 188;
  // The compiler's quick first version is replaced while nothing plays, as it is before sound starts.
  for (let block = 0; block < 500; block++) run(image.schedule, image.records);
  let sum = 0;
  const begin = performance.now();
  for (let block = 0; block < blocks; block++) {
    if (block % beat < 2) {
      const isOn = (block / beat) % 2 < 1;
      for (const list of image.eventLists) {
        words[list / 4] = block % beat === 0 ? 16 : 0;
        for (let voice = 0; voice < 16; voice++) words[list / 4 + 2 + voice * 8] = isOn ? 1 : 2;
      }
    }
    run(image.schedule, image.records);
    const x = floats[256] ?? 0;
    sum += x * x;
  }
  return { milliseconds: performance.now() - begin, rms: Math.sqrt(sum / blocks) };
}

/** The same patch of native nodes in an OfflineAudioContext. Sent to the page as text: uses nothing from outside. */
export async function runNodes(given: { seconds: number }): Promise<PageRun> {
  const { seconds } = given;
  const context = new OfflineAudioContext(2, seconds * 48_000, 48_000);
  for (let voice = 0; voice < 64; voice++) {
    const group = Math.floor(voice / 16);
    const frequency = 440 * 2 ** ((36 + group * 7 + (voice % 16) * 0.37 - 69) / 12);
    const half = new GainNode(context, { gain: 0.5 });
    for (const detune of [-5, 5]) {
      const saw = new OscillatorNode(context, { type: "sawtooth", frequency, detune });
      saw.connect(half);
      saw.start();
    }
    const filter = new BiquadFilterNode(context, { type: "lowpass", frequency: 900 + group * 400, Q: 1.8 });
    const amplifier = new GainNode(context, { gain: 0 });
    for (let time = 0; time < seconds; time += 1) {
      amplifier.gain.setTargetAtTime(0.063, time, 0.003);
      amplifier.gain.setTargetAtTime(0.0315, time + 0.01, 0.015);
      amplifier.gain.setTargetAtTime(0, time + 0.5, 0.03);
    }
    const pan = new StereoPannerNode(context, { pan: -0.75 + group * 0.5 });
    half.connect(filter).connect(amplifier).connect(pan).connect(context.destination);
  }
  const begin = performance.now();
  const rendered = await context.startRendering();
  const milliseconds = performance.now() - begin;
  const left = rendered.getChannelData(0);
  let sum = 0;
  for (const x of left) sum += x * x;
  return { milliseconds, rms: Math.sqrt(sum / left.length) };
}
