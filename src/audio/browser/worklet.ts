import { Lateness } from "#audio/browser/lateness.ts";
import { BLOCK, HEAD, type KernelExports } from "#audio/contract/kernel-abi.ts";
import { HOST, TELEMETRY_BASE } from "#audio/contract/memory-map.ts";
import { AudioHost } from "#audio/host/audio-host.ts";
import { DirectLink } from "#audio/wire/link.ts";
import { COMMAND_WORDS } from "#audio/wire/ring.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import {
  type FromWorklet,
  PROCESSOR_NAME,
  type ProcessorOptions,
  REPORT_HEAD_BYTES,
  REPORT_HOST_BYTES,
  type ToWorklet,
} from "./worklet-protocol.ts";

/** Blocks between two measurements of the load. The clock here counts whole milliseconds, so only many blocks tell something. */
const LOAD_BLOCKS = 192;
/** Blocks between two reports to a page that shares no memory: 16 ms. */
const REPORT_BLOCKS = 6;

/** Runs the host on the audio thread. */
class OptophoneProcessor extends AudioWorkletProcessor {
  readonly #host: AudioHost;
  readonly #link: DirectLink;
  readonly #reports: boolean;
  readonly #spare: ArrayBuffer[] = [];
  readonly #lateness = new Lateness();
  #telemetryEnd: number;
  #started = false;
  #ended = false;
  /** Frames of the host's block already given out. */
  #given = BLOCK;
  #blocks = 0;
  #busy = 0;

  constructor({ processorOptions }: { processorOptions: ProcessorOptions }) {
    super();
    const { module, memory: shared, content, pages, telemetryEnd } = processorOptions;
    const memory = shared ?? new WebAssembly.Memory({ initial: pages, maximum: pages });
    if (content) new Uint8Array(memory.buffer).set(new Uint8Array(content));
    const instance = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } });
    // The module is this project's own and exports what the contract says.
    this.#host = new AudioHost(memory, instance.exports as unknown as KernelExports);
    this.#link = new DirectLink(this.#host.views);
    this.#reports = shared === undefined;
    this.#telemetryEnd = telemetryEnd;
    this.port.onmessage = ({ data }: MessageEvent<ToWorklet>) => this.#receive(data);
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [left, right] = outputs[0] ?? [];
    if (!left || !right) return !this.#ended;
    const { views } = this.#host;
    if (!this.#started) {
      this.#started = true;
      views.setDouble(HOST.contextOffset, views.samples - currentFrame);
    }
    // biome-ignore lint/plugin: measures load and lateness; no sound depends on it, and this scope has no other clock.
    const began = Date.now();
    if (this.#lateness.isLate(currentFrame, began)) views.setInt(HEAD.dropouts, views.int(HEAD.dropouts) + 1);
    this.#link.flush();
    let at = 0;
    while (at < left.length) {
      if (this.#given === BLOCK) {
        this.#host.block();
        this.#given = 0;
      }
      const count = Math.min(left.length - at, BLOCK - this.#given);
      for (let i = 0; i < count; i++) {
        left[at + i] = this.#host.left[this.#given + i] as number; // within the block
        right[at + i] = this.#host.right[this.#given + i] as number;
      }
      at += count;
      this.#given += count;
    }
    // biome-ignore lint/plugin: as above.
    this.#measure(Date.now() - began, left.length);
    if (this.#reports && this.#blocks % REPORT_BLOCKS === 0) this.#report();
    return !this.#ended;
  }

  #measure(milliseconds: number, frames: number): void {
    const { views } = this.#host;
    this.#busy += milliseconds;
    this.#blocks++;
    if (this.#blocks % LOAD_BLOCKS !== 0) return;
    const load = this.#busy / ((LOAD_BLOCKS * frames * 1_000) / SAMPLE_RATE);
    views.setFloat(HEAD.load, views.float(HEAD.load) * 0.5 + load * 0.5);
    this.#busy = 0;
  }

  #receive(message: ToWorklet): void {
    if (message.kind === "end") this.#ended = true;
    else if (message.kind === "returned") this.#spare.push(message.buffer);
    else {
      for (const { address, bytes } of message.clears) this.#link.clear(address, bytes);
      for (const { address, words } of message.writes) this.#link.write(address, words);
      for (let at = 0; at < message.commands.length; at += COMMAND_WORDS)
        this.#link.push(message.commands.subarray(at, at + COMMAND_WORDS));
      this.#telemetryEnd = message.telemetryEnd;
    }
  }

  #report(): void {
    const { bytes } = this.#host.views;
    const telemetry = REPORT_HEAD_BYTES + REPORT_HOST_BYTES;
    const size = telemetry + this.#telemetryEnd - TELEMETRY_BASE;
    let buffer = this.#spare.pop();
    if (buffer?.byteLength !== size) buffer = new ArrayBuffer(size);
    const copy = new Uint8Array(buffer);
    copy.set(bytes.subarray(0, REPORT_HEAD_BYTES));
    copy.set(bytes.subarray(HOST.image, HOST.image + REPORT_HOST_BYTES), REPORT_HEAD_BYTES);
    copy.set(bytes.subarray(TELEMETRY_BASE, this.#telemetryEnd), telemetry);
    this.port.postMessage({ buffer } satisfies FromWorklet, [buffer]);
  }
}

registerProcessor(PROCESSOR_NAME, OptophoneProcessor);
