import { HEAD } from "#audio/contract/kernel-abi.ts";
import { HOST, TELEMETRY_BASE } from "#audio/contract/memory-map.ts";
import type { MemoryViews } from "#audio/host/memory-views.ts";
import type { MemoryClear, MemoryWrite } from "#audio/plan/memory.ts";
import type { HostLink } from "#audio/wire/link.ts";
import { COMMAND_WORDS } from "#audio/wire/ring.ts";
import { type FromWorklet, REPORT_HEAD_BYTES, REPORT_HOST_BYTES, type ToWorklet } from "./worklet-protocol.ts";

/** The way to a worklet that shares no memory: one message a flush there, one report a frame back, copied into the page's memory.
 * What is written there is written here too: another worklet can go on from the page's memory when that one dies. */
export class BatchLink implements HostLink {
  readonly #port: MessagePort;
  readonly #views: MemoryViews;
  readonly #telemetryEnd: () => number;
  #clears: MemoryClear[] = [];
  #writes: MemoryWrite[] = [];
  #commands: Int32Array[] = [];

  constructor(port: MessagePort, views: MemoryViews, telemetryEnd: () => number) {
    this.#port = port;
    this.#views = views;
    this.#telemetryEnd = telemetryEnd;
    port.onmessage = ({ data }: MessageEvent<FromWorklet>) => this.#receive(data.buffer);
  }

  clear(address: number, bytes: number): void {
    this.#views.bytes.fill(0, address, address + bytes);
    this.#clears.push({ address, bytes });
  }

  write(address: number, words: Int32Array): void {
    this.#views.ints.set(words, address >> 2);
    this.#writes.push({ address, words });
  }

  push(command: Int32Array): void {
    this.#commands.push(command.slice());
  }

  flush(): void {
    if (this.#clears.length + this.#writes.length + this.#commands.length === 0) return;
    const commands = new Int32Array(this.#commands.length * COMMAND_WORDS);
    this.#commands.forEach((command, place) => {
      commands.set(command, place * COMMAND_WORDS);
    });
    const message: ToWorklet = {
      kind: "batch",
      clears: this.#clears,
      writes: this.#writes,
      commands,
      telemetryEnd: this.#telemetryEnd(),
    };
    this.#port.postMessage(message);
    this.#clears = [];
    this.#writes = [];
    this.#commands = [];
  }

  epoch(): number {
    return this.#views.int(HEAD.epoch);
  }

  samples(): number {
    return this.#views.samples;
  }

  #receive(buffer: ArrayBuffer): void {
    const report = new Uint8Array(buffer);
    const { bytes } = this.#views;
    const telemetry = REPORT_HEAD_BYTES + REPORT_HOST_BYTES;
    bytes.set(report.subarray(0, REPORT_HEAD_BYTES));
    bytes.set(report.subarray(REPORT_HEAD_BYTES, telemetry), HOST.image);
    bytes.set(report.subarray(telemetry), TELEMETRY_BASE);
    this.#port.postMessage({ kind: "returned", buffer } satisfies ToWorklet, [buffer]);
  }
}
