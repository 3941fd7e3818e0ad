import { EVENT_WORDS, MAX_EVENTS, PARAMETER, PARAMETER_BYTES } from "#audio/contract/kernel-abi.ts";
import { clampParameter, type Parameter } from "#engine/parameter.ts";
import type { ModuleId } from "#engine/patch.ts";
import type { Allocation, Heap } from "./heap.ts";

/** Words to put at an address before a plan is taken over. */
export interface MemoryWrite {
  readonly address: number;
  readonly words: Int32Array;
}

/** Bytes to clear before a plan is taken over. */
export interface MemoryClear {
  readonly address: number;
  readonly bytes: number;
}

const EVENT_LIST_BYTES = (4 + MAX_EVENTS * EVENT_WORDS) * 4;

/** What one module keeps in the memory for as long as it is in the patch, whatever happens around it. */
export interface ModuleMemory {
  readonly module: ModuleId;
  readonly type: string;
  state: Allocation | undefined;
  stateBytes: number;
  line: Allocation | undefined;
  lineBytes: number;
  slots: Allocation | undefined;
  /** Parameter values as last written or sent. */
  values: readonly number[];
  /** Per slot: address of the buffer it was last told to read, and the plan that told. */
  readonly buffers: number[];
  /** Slots of a script's outputs. */
  lanes: Allocation | undefined;
  events: Allocation | undefined;
  /** The voice allocator it listened to. */
  voiceGroup: string | undefined;
  /** Words a kernel or a sequencer publishes. */
  words: Allocation | undefined;
  meter: Allocation | undefined;
  /** Words of taps, by key of output, input or parameter. */
  readonly taps: Map<string, Allocation>;
  /** Buffers of outputs that close a loop, by place. */
  readonly pinned: Map<number, Allocation>;
}

/** Gives memory out and takes it back only when no running plan can still read it. Collects what must be written first. */
export class PlanMemory {
  readonly #heap: Heap;
  readonly #telemetry: Heap;
  readonly #retired: { epoch: number; allocation: Allocation; heap: Heap }[] = [];
  readonly modules = new Map<ModuleId, ModuleMemory>();
  /** Of the plan being made. */
  writes: MemoryWrite[] = [];
  clears: MemoryClear[] = [];
  epoch = 0;

  constructor(heap: Heap, telemetry: Heap) {
    this.#heap = heap;
    this.#telemetry = telemetry;
  }

  /** Begins a plan: what is retired from now on is free once the host runs `epoch`. */
  begin(epoch: number): void {
    this.epoch = epoch;
    this.writes = [];
    this.clears = [];
  }

  /** The host runs `epoch`: what only older plans used can be given out again. */
  acknowledge(epoch: number): void {
    let kept = 0;
    for (const entry of this.#retired) {
      if (entry.epoch <= epoch) entry.heap.free(entry.allocation);
      else this.#retired[kept++] = entry;
    }
    this.#retired.length = kept;
  }

  get telemetryTop(): number {
    return this.#telemetry.top;
  }

  /** Zeroed memory. */
  allocate(bytes: number): Allocation {
    return this.#zeroed(this.#heap, bytes);
  }

  /** Memory whose content doesn't matter. */
  allocateRaw(bytes: number): Allocation {
    return this.#heap.allocate(bytes);
  }

  allocateTelemetry(bytes: number): Allocation {
    return this.#zeroed(this.#telemetry, bytes);
  }

  #zeroed(heap: Heap, bytes: number): Allocation {
    const allocation = heap.allocate(bytes);
    if (allocation.used) this.clears.push({ address: allocation.address, bytes: allocation.bytes });
    return allocation;
  }

  retire(allocation: Allocation | undefined): void {
    if (allocation) this.#retired.push({ epoch: this.epoch, allocation, heap: this.#heap });
  }

  #retireTelemetry(allocation: Allocation | undefined): void {
    if (allocation) this.#retired.push({ epoch: this.epoch, allocation, heap: this.#telemetry });
  }

  /** The memory of a module, made when it has none or was of another type. */
  of(module: ModuleId, type: string): ModuleMemory {
    const known = this.modules.get(module);
    if (known?.type === type) return known;
    if (known) this.forget(module);
    const made: ModuleMemory = {
      module,
      type,
      state: undefined,
      stateBytes: 0,
      line: undefined,
      lineBytes: 0,
      slots: undefined,
      values: [],
      buffers: [],
      lanes: undefined,
      events: undefined,
      voiceGroup: undefined,
      words: undefined,
      meter: undefined,
      taps: new Map(),
      pinned: new Map(),
    };
    this.modules.set(module, made);
    return made;
  }

  forget(module: ModuleId): void {
    const memory = this.modules.get(module);
    if (!memory) return;
    for (const each of [memory.state, memory.line, memory.slots, memory.lanes, memory.events]) this.retire(each);
    for (const each of memory.pinned.values()) this.retire(each);
    for (const each of [memory.words, memory.meter, ...memory.taps.values()]) this.#retireTelemetry(each);
    this.modules.delete(module);
  }

  /** Address of the word of a tap. */
  tap(memory: ModuleMemory, key: string): number {
    let allocation = memory.taps.get(key);
    if (!allocation) {
      allocation = this.allocateTelemetry(4);
      memory.taps.set(key, allocation);
    }
    return allocation.address;
  }

  /** Address of the slots of all parameters, at their values. */
  slots(memory: ModuleMemory, parameters: readonly Parameter[], values: readonly number[]): number {
    if (!memory.slots && parameters.length > 0) {
      memory.slots = this.allocateRaw(parameters.length * PARAMETER_BYTES);
      memory.values = values;
      memory.buffers.length = 0;
      this.writes.push({ address: memory.slots.address, words: slotWords(parameters, values) });
    }
    return memory.slots?.address ?? 0;
  }

  /** Address of the slots of a script's outputs, −1 to 1 and beyond, at 0. */
  lanes(memory: ModuleMemory, count: number): number {
    if (memory.lanes && memory.lanes.bytes < count * PARAMETER_BYTES) {
      this.retire(memory.lanes);
      memory.lanes = undefined;
    }
    memory.lanes ??= this.allocate(count * PARAMETER_BYTES);
    return memory.lanes.address;
  }

  eventList(memory: ModuleMemory): number {
    memory.events ??= this.allocate(EVENT_LIST_BYTES);
    return memory.events.address;
  }
}

function slotWords(parameters: readonly Parameter[], values: readonly number[]): Int32Array {
  const bytes = new ArrayBuffer(parameters.length * PARAMETER_BYTES);
  const ints = new Int32Array(bytes);
  const floats = new Float32Array(bytes);
  parameters.forEach((parameter, place) => {
    const at = (place * PARAMETER_BYTES) / 4;
    const value = clampParameter(parameter, values[place] ?? parameter.default);
    floats[at + PARAMETER.start / 4] = value;
    floats[at + PARAMETER.end / 4] = value;
    floats[at + PARAMETER.target / 4] = value;
    floats[at + PARAMETER.min / 4] = parameter.kind === "number" ? parameter.min : 0;
    floats[at + PARAMETER.max / 4] = parameterMax(parameter);
    ints[at + PARAMETER.curve / 4] = curveCode(parameter);
  });
  return ints;
}

function parameterMax(parameter: Parameter): number {
  if (parameter.kind === "number") return parameter.max;
  return parameter.kind === "toggle" ? 1 : parameter.options.length - 1;
}

function curveCode(parameter: Parameter): number {
  if (parameter.kind !== "number") return 2;
  return parameter.curve === "exponential" ? 1 : 0;
}
