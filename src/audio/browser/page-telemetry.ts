import { TELEMETRY_BASE } from "#audio/contract/memory-map.ts";
import type { Publisher } from "#audio/wire/publisher.ts";
import type { TelemetryMap, TelemetrySource } from "#engine/telemetry.ts";

const EMPTY: TelemetryMap = { epoch: 0, values: {}, words: {} };

/** What the picture and the interface read: the memory itself where it is shared, a small copy of its telemetry where it isn't. */
export class PageTelemetry implements TelemetrySource {
  readonly #buffer: ArrayBufferLike;
  readonly #shared: boolean;
  readonly #publisher: Publisher;
  #copy: { buffer: ArrayBuffer; base: number };

  constructor(buffer: ArrayBufferLike, shared: boolean, publisher: Publisher) {
    this.#buffer = buffer;
    this.#shared = shared;
    this.#publisher = publisher;
    this.#copy = { buffer: new ArrayBuffer(0), base: TELEMETRY_BASE };
  }

  memory(): { readonly buffer: ArrayBufferLike; readonly base: number } {
    return this.#shared ? { buffer: this.#buffer, base: 0 } : this.#copy;
  }

  map(): TelemetryMap {
    return this.#publisher.running?.telemetry ?? EMPTY;
  }

  onMap(listener: (map: TelemetryMap) => void): () => void {
    return this.#publisher.onRunning((plan) => listener(plan.telemetry));
  }

  /** Copies anew, once a frame. */
  renew(): void {
    if (this.#shared) return;
    const bytes = (this.#publisher.running?.telemetryEnd ?? TELEMETRY_BASE) - TELEMETRY_BASE;
    if (this.#copy.buffer.byteLength !== bytes) this.#copy = { buffer: new ArrayBuffer(bytes), base: TELEMETRY_BASE };
    new Uint8Array(this.#copy.buffer).set(new Uint8Array(this.#buffer, TELEMETRY_BASE, bytes));
  }
}
