import { BLOCK, CABLE, CABLE_BYTES } from "#audio/contract/kernel-abi.ts";
import { SWAP_OP } from "#audio/contract/memory-map.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import type { PlanEdge } from "./graph.ts";
import type { Allocation } from "./heap.ts";
import type { PlanMemory } from "./memory.ts";

/** Frames after which a cable that began to fade has arrived: 5 ms, and the blocks it may begin and end in. */
const FADE_FRAMES = Math.ceil((0.005 * SAMPLE_RATE) / BLOCK + 2) * BLOCK;

/** A cable whose gain begins anew: it is new, or its reader didn't run. */
const NOWHERE = -1;

interface Ramp {
  /** Where its gain lives; 0 while the reader takes the source's buffer as it is, or NOWHERE. */
  address: number;
  gain: number;
  offset: number;
  /** Plan that changed it last; 0 once that plan runs. */
  changedIn: number;
  /** Sample at which it has arrived, known once the plan runs. */
  settledAt: number;
}

interface RampArray {
  readonly allocation: Allocation;
  readonly keys: readonly number[];
}

/** The gains of all cables: they fade in and out over 5 ms and rest between. */
export class Ramps {
  readonly #memory: PlanMemory;
  readonly #ramps = new Map<number, Ramp>();
  readonly #arrays = new Map<number, RampArray>();
  #touched = new Set<number>();
  #samples = 0;

  constructor(memory: PlanMemory) {
    this.#memory = memory;
  }

  /** The host runs `epoch` and has processed so many samples. */
  acknowledge(epoch: number, samples: number): void {
    this.#samples = samples;
    for (const ramp of this.#ramps.values()) {
      if (ramp.changedIn === 0 || ramp.changedIn > epoch) continue;
      ramp.changedIn = 0;
      ramp.settledAt = samples + FADE_FRAMES;
    }
  }

  settled(edge: PlanEdge): boolean {
    const ramp = this.#ramps.get(edge.key);
    return !ramp || this.#rests(ramp);
  }

  /** True while a cable moves, or has arrived but is still mixed: another plan will be simpler. */
  get unsettled(): boolean {
    for (const ramp of this.#ramps.values()) if (!this.#rests(ramp)) return true;
    return false;
  }

  #rests(ramp: Ramp): boolean {
    return ramp.changedIn === 0 && ramp.settledAt <= this.#samples;
  }

  begin(): void {
    this.#touched = new Set();
  }

  /**
   * The ramps of the cables into one place, or 0 when the only cable rests at gain 1 and the reader can take the source as it is.
   * `instant`: new cables begin at their gain, as when a patch is opened.
   */
  place(key: number, edges: readonly PlanEdge[], alias: boolean, instant: boolean, swaps: number[]): number {
    for (const edge of edges) this.#update(edge, instant);
    const only = edges.length === 1 ? edges[0] : undefined;
    if (only && alias && this.#isPlain(only)) {
      const ramp = this.#ramps.get(only.key);
      if (ramp) ramp.address = 0;
      return 0;
    }
    this.#touched.add(key);
    const known = this.#arrays.get(key);
    if (known && sameKeys(known.keys, edges)) {
      edges.forEach((edge, place) => {
        this.#retarget(edge, known.allocation.address + place * CABLE_BYTES, swaps);
      });
      return known.allocation.address;
    }
    return this.#move(key, edges, instant, swaps);
  }

  /** Forgets cables that are gone and gives back what no place needs any more. */
  end(edges: ReadonlyMap<number, PlanEdge>): void {
    for (const key of this.#ramps.keys()) if (!edges.has(key)) this.#ramps.delete(key);
    for (const [key, array] of this.#arrays) {
      if (this.#touched.has(key)) continue;
      this.#memory.retire(array.allocation);
      this.#arrays.delete(key);
      const { address, bytes } = array.allocation;
      for (const cable of array.keys) {
        const ramp = this.#ramps.get(cable);
        if (ramp && ramp.address >= address && ramp.address < address + bytes) ramp.address = NOWHERE;
      }
    }
  }

  #isPlain(edge: PlanEdge): boolean {
    const ramp = this.#ramps.get(edge.key);
    return !edge.back && edge.gain === 1 && edge.offset === 0 && ramp !== undefined && this.#rests(ramp);
  }

  #update(edge: PlanEdge, instant: boolean): void {
    const { epoch } = this.#memory;
    const ramp = this.#ramps.get(edge.key);
    if (!ramp) {
      const settled = instant ? 0 : Number.POSITIVE_INFINITY;
      this.#ramps.set(edge.key, {
        address: NOWHERE,
        gain: edge.gain,
        offset: edge.offset,
        changedIn: instant ? 0 : epoch,
        settledAt: settled,
      });
    } else if (ramp.gain !== edge.gain || ramp.offset !== edge.offset) {
      ramp.changedIn = epoch;
      ramp.settledAt = Number.POSITIVE_INFINITY;
    }
  }

  #retarget(edge: PlanEdge, address: number, swaps: number[]): void {
    const ramp = this.#ramps.get(edge.key);
    if (!ramp) return;
    if (ramp.gain !== edge.gain) swaps.push(SWAP_OP.write, address + CABLE.gainTarget, bits(edge.gain), 0);
    if (ramp.offset !== edge.offset) swaps.push(SWAP_OP.write, address + CABLE.offset, bits(edge.offset), 0);
    ramp.gain = edge.gain;
    ramp.offset = edge.offset;
    ramp.address = address;
  }

  #move(key: number, edges: readonly PlanEdge[], instant: boolean, swaps: number[]): number {
    const memory = this.#memory;
    const old = this.#arrays.get(key);
    if (old) memory.retire(old.allocation);
    const allocation = memory.allocateRaw(edges.length * CABLE_BYTES);
    const floats = new Float32Array((edges.length * CABLE_BYTES) / 4);
    edges.forEach((edge, place) => {
      const ramp = this.#ramps.get(edge.key);
      if (!ramp) return;
      const address = allocation.address + place * CABLE_BYTES;
      const isNew = ramp.address === NOWHERE;
      // A cable read directly so far had gain 1; a moving one brings its gain along when the plan is taken over.
      const now = isNew ? (instant ? edge.gain : 0) : 1;
      floats.set([now, edge.gain, 1, edge.offset], (place * CABLE_BYTES) / 4);
      if (ramp.address > 0) swaps.push(SWAP_OP.copy, address + CABLE.gain, ramp.address + CABLE.gain, 4);
      ramp.address = address;
      ramp.gain = edge.gain;
      ramp.offset = edge.offset;
    });
    memory.writes.push({ address: allocation.address, words: new Int32Array(floats.buffer) });
    this.#arrays.set(key, { allocation, keys: edges.map((edge) => edge.key) });
    return allocation.address;
  }
}

function sameKeys(keys: readonly number[], edges: readonly PlanEdge[]): boolean {
  return keys.length === edges.length && keys.every((key, place) => key === edges[place]?.key);
}

const scratch = new Float32Array(1);
const scratchBits = new Int32Array(scratch.buffer);

/** The 32 bits of a number as f32. */
function bits(value: number): number {
  scratch[0] = value;
  return scratchBits[0] ?? 0;
}
