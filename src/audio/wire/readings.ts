import { HEAD } from "#audio/contract/kernel-abi.ts";
import type { MemoryViews } from "#audio/host/memory-views.ts";
import type { LiveReadings } from "#engine/live.ts";
import type { ModuleId } from "#engine/patch.ts";
import { telemetryKey } from "#engine/telemetry.ts";
import type { Publisher } from "./publisher.ts";

/** Reads what moves from a host's memory, or from a copy of it. */
export class Readings implements LiveReadings {
  readonly #views: MemoryViews;
  readonly #publisher: Publisher;
  readonly #heardTick: () => number;
  readonly #master = { left: 0, right: 0 };

  /** `heardTick`: the transport's position in what comes out of the loudspeaker now. */
  constructor(views: MemoryViews, publisher: Publisher, heardTick: () => number) {
    this.#views = views;
    this.#publisher = publisher;
    this.#heardTick = heardTick;
  }

  tick(): number {
    return this.#heardTick();
  }

  samples(): number {
    return this.#views.samples;
  }

  level(module: ModuleId): number {
    const address = this.#publisher.running?.levels.get(module);
    return address === undefined ? 0 : this.#views.float(address);
  }

  master(): { readonly left: number; readonly right: number } {
    this.#master.left = this.#views.float(HEAD.masterLeft);
    this.#master.right = this.#views.float(HEAD.masterRight);
    return this.#master;
  }

  value(module: ModuleId, key: string): number | undefined {
    const address = this.#publisher.running?.telemetry.values[telemetryKey(module, key)];
    return address === undefined ? this.#publisher.drivenValue(module, key) : this.#views.float(address);
  }

  step(module: ModuleId): number {
    const address = this.#publisher.running?.rows.get(module);
    return address === undefined ? -1 : this.#views.float(address);
  }

  audioLoad(): number {
    return this.#views.float(HEAD.load);
  }

  dropouts(): number {
    return this.#views.int(HEAD.dropouts);
  }
}
