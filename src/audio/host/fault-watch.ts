import { HEAD, type KernelExports, LANES, OP, QUAD_BYTES, RECORD, RECORD_BYTES } from "#audio/contract/kernel-abi.ts";
import { HOST, IMAGE } from "#audio/contract/memory-map.ts";
import type { MemoryViews } from "./memory-views.ts";

/**
 * Finds the module that makes values that are not finite. When the kernels met one, the next block runs record by record; the first
 * record with a faulty output is emptied and silenced until the next plan, and counted.
 */
export class FaultWatch {
  readonly #views: MemoryViews;
  readonly #kernels: KernelExports;

  constructor(views: MemoryViews, kernels: KernelExports) {
    this.#views = views;
    this.#kernels = kernels;
  }

  get searching(): boolean {
    return this.#views.int(HOST.searching) === 1;
  }

  /** Looks whether the last block met a fault. */
  look(): void {
    const views = this.#views;
    const met = views.int(HEAD.nonFinite);
    views.setInt(HOST.searching, met === views.int(HOST.nonFiniteSeen) ? 0 : 1);
    views.setInt(HOST.nonFiniteSeen, met);
  }

  /** Runs one block of the plan record by record. */
  search(image: number): void {
    const views = this.#views;
    const schedule = views.int(image + IMAGE.schedule * 4);
    const count = views.int(image + IMAGE.records * 4);
    const owners = views.int(image + IMAGE.owners * 4);
    const stateBytes = views.int(image + IMAGE.stateBytes * 4);
    for (let i = 0; i < count; i++) {
      const record = schedule + i * RECORD_BYTES;
      this.#kernels.run(record, 1);
      const owner = views.int(owners + i * 4);
      if (owner !== 0 && this.#isFaulty(record)) this.#silence(record, owner, views.int(stateBytes + i * 4));
    }
  }

  #isFaulty(record: number): boolean {
    const { floats } = this.#views;
    const outputs = this.#views.int(record + RECORD.outputs * 4);
    if (outputs === 0) return false;
    const from = this.#views.int(outputs) >> 2;
    const words = (this.#views.int(record + RECORD.quads * 4) * QUAD_BYTES) >> 2;
    for (let i = from; i < from + words; i++) if (!Number.isFinite(floats[i])) return true;
    return false;
  }

  #silence(record: number, owner: number, stateBytes: number): void {
    const views = this.#views;
    const state = views.int(record + RECORD.state * 4);
    views.bytes.fill(0, state, state + stateBytes);
    const line = views.int(record + RECORD.aux0 * 4);
    const lineBytes = views.int(record + RECORD.aux1 * 4) * LANES * 4 * views.int(record + RECORD.quads * 4);
    views.bytes.fill(0, line, line + lineBytes);
    views.setInt(record + RECORD.op * 4, OP.silence);
    this.#kernels.run(record, 1);
    views.setInt(HEAD.flushed, views.int(HEAD.flushed) + 1);
    views.setInt(HEAD.flushedModule, owner);
  }
}
