import { PARAMETER, PARAMETER_BYTES, QUAD_BYTES } from "#audio/contract/kernel-abi.ts";
import { HEAP_BASE, SWAP_OP, TELEMETRY_BASE, TELEMETRY_BYTES } from "#audio/contract/memory-map.ts";
import type { Registry } from "#engine/module-definition.ts";
import { clampParameter } from "#engine/parameter.ts";
import type { AssetId, Connection, Module, ModuleId, Snapshot } from "#engine/patch.ts";
import { definitionOf, TICKS_PER_BEAT } from "#engine/patch.ts";
import type { TelemetryMap } from "#engine/telemetry.ts";
import { MONO, outputFormats } from "./cable-format.ts";
import { DefinitionInfos, type KernelOps } from "./definition-info.ts";
import { Emitter, type SlotLink } from "./emit.ts";
import { buildGraph, type PlanEdge, type PlanGraph, type PlanNode } from "./graph.ts";
import { type Allocation, Heap } from "./heap.ts";
import { layOutImage } from "./image.ts";
import { type MemoryClear, type MemoryWrite, type ModuleMemory, PlanMemory } from "./memory.ts";
import { EventPlanner } from "./note-ways.ts";
import { orderNodes } from "./order.ts";
import { Ramps } from "./ramps.ts";
import { type Buffer, BufferPool } from "./records.ts";
import { SortedRows } from "./sorted-rows.ts";

/** A compiled patch: what to put into the memory, and the address to tell the host. Never changed once made. */
export interface Plan {
  readonly epoch: number;
  /** To be done before the host is told of the image, in this order. */
  readonly clears: readonly MemoryClear[];
  readonly writes: readonly MemoryWrite[];
  readonly image: number;
  readonly telemetry: TelemetryMap;
  /** Addresses of meters of first audio outputs, by module. */
  readonly levels: ReadonlyMap<ModuleId, number>;
  /** Addresses of the words that tell sequencers' rows, by module. */
  readonly rows: ReadonlyMap<ModuleId, number>;
  /** First telemetry address not in use. */
  readonly telemetryEnd: number;
  /** Cables move in it; once {@link PlanCompiler.settled} says they have arrived, a simpler plan follows. */
  readonly fading: boolean;
}

export interface CompilerOptions {
  readonly registry: Registry;
  readonly ops: KernelOps;
  /** Bytes of the memory. */
  readonly memoryBytes: number;
  /** Measures the level of every module that makes sound. Off where nobody looks. */
  readonly meters?: boolean;
}

export interface CompileOptions {
  /** Addresses of loaded sounds' headers. */
  readonly samples: ReadonlyMap<AssetId, number>;
  /** Keys of parameters without a kernel that a hand or a script holds. */
  readonly driven: ReadonlySet<string>;
  /** All cables start at their gain and nothing fades: a patch that was just opened. */
  readonly instant: boolean;
}

/** Compiles patches for one memory. It owns the memory's layout; the host only follows it. */
export class PlanCompiler {
  readonly #registry: Registry;
  readonly #infos: DefinitionInfos;
  readonly #meters: boolean;
  readonly #heap: Heap;
  readonly #memory: PlanMemory;
  readonly #ramps: Ramps;
  readonly #events: EventPlanner;
  readonly #pool = new BufferPool();
  #graph: PlanGraph | undefined;
  /** Number of the plan before. */
  #ranIn = 0;
  readonly #modules = new SortedRows<Module>();
  readonly #connections = new SortedRows<Connection>();
  #image: Allocation | undefined;
  #silent: Buffer | undefined;

  constructor(options: CompilerOptions) {
    this.#registry = options.registry;
    this.#infos = new DefinitionInfos(options.ops);
    this.#meters = options.meters ?? false;
    this.#heap = new Heap(HEAP_BASE, options.memoryBytes);
    this.#memory = new PlanMemory(this.#heap, new Heap(TELEMETRY_BASE, TELEMETRY_BASE + TELEMETRY_BYTES));
    this.#ramps = new Ramps(this.#memory);
    this.#events = new EventPlanner(this.#memory);
  }

  /** First address of the memory never used. */
  get top(): number {
    return this.#heap.top;
  }

  /** The host runs plan `epoch` and has processed so many sample frames. */
  acknowledge(epoch: number, samples: number): void {
    this.#memory.acknowledge(epoch);
    this.#ramps.acknowledge(epoch, samples);
  }

  /** No cable moves any more. */
  get settled(): boolean {
    return !this.#ramps.unsettled;
  }

  /** Memory for a sound, as long as it is not given back. Throws MemoryFull when there is no room. */
  reserve(bytes: number): Allocation {
    return this.#memory.allocateRaw(bytes);
  }

  /** Gives memory back once no plan made so far runs. */
  release(allocation: Allocation): void {
    this.#memory.retire(allocation);
  }

  /** Throws MemoryFull when the patch needs more than there is. */
  compile(snapshot: Snapshot, options: CompileOptions): Plan {
    const { patch } = snapshot;
    const memory = this.#memory;
    memory.begin(memory.epoch + 1);
    this.#ramps.begin();
    const swaps: number[] = [];
    const previous =
      this.#graph && !options.instant
        ? { graph: this.#graph, settled: (edge: PlanEdge) => this.#ramps.settled(edge) }
        : undefined;
    const rows = {
      modules: this.#modules.of(patch.modules),
      connections: this.#connections.of(patch.connections),
      parameters: patch.parameters,
    };
    const graph = buildGraph(rows, this.#registry, this.#infos, previous);
    const order = this.#order(graph, options);
    const emitter = new Emitter(
      {
        memory,
        ramps: this.#ramps,
        formats: outputFormats(order),
        seed: patch.seed,
        ticksPerBeat: TICKS_PER_BEAT,
        ticksPerBar: TICKS_PER_BEAT * snapshot.transport.beatsPerBar,
        sample: (asset) => (typeof asset === "number" ? (options.samples.get(asset) ?? 0) : 0),
        isDriven: (key) => options.driven.has(key),
        instant: (node) => options.instant || node.ranIn !== this.#ranIn,
        meters: this.#meters,
        silent: this.#silence(),
      },
      order,
      swaps,
    );
    for (const node of order) emitter.emit(node);
    const { epoch } = memory;
    for (const node of order) node.ranIn = epoch;
    this.#ranIn = epoch;
    this.#pool.colour(emitter.records.list, (bytes) => memory.allocateRaw(bytes));
    linkSlots(emitter.links, swaps);
    const events = this.#events.plan(patch, graph, swaps);
    this.#graph = withoutLostGhosts(graph, epoch);
    this.#ramps.end(this.#graph.edges);
    for (const id of memory.modules.keys()) if (!isIn(this.#graph, id) && !patch.modules.has(id)) memory.forget(id);
    memory.retire(this.#image);
    const { eventLists, clears } = emitter;
    const parts = { epoch, records: emitter.records.list, swaps, events, eventLists, clears };
    const image = layOutImage(parts, (bytes) => {
      this.#image = memory.allocateRaw(bytes);
      return this.#image.address;
    });
    memory.writes.push(image);
    return {
      epoch,
      clears: memory.clears,
      writes: memory.writes,
      image: image.address,
      telemetry: { epoch, values: emitter.values, words: emitter.words },
      levels: emitter.levels,
      rows: new Map(graph.sequencers.map(({ module }) => [module, memory.modules.get(module)?.words?.address ?? 0])),
      telemetryEnd: memory.telemetryTop,
      fading: this.#ramps.unsettled,
    };
  }

  /**
   * Calls `send` for every parameter whose slot doesn't head for the patch's value yet. Answers true when one of them is read while
   * compiling, so that the patch must be compiled anew.
   */
  parameterChanges(
    snapshot: Snapshot,
    modules: Iterable<ModuleId>,
    send: (slot: number, value: number) => void,
  ): boolean {
    let recompile = false;
    for (const id of modules) {
      const memory = this.#memory.modules.get(id);
      const values = snapshot.patch.parameters.get(id);
      if (!memory?.slots || !values || memory.values === values) continue;
      const record = snapshot.patch.modules.get(id);
      const definition = record && definitionOf(this.#registry, record);
      if (!definition) continue;
      const info = this.#infos.of(definition, record);
      info.parameters.forEach((parameter, place) => {
        const value = values[place] ?? parameter.default;
        if (value === memory.values[place]) return;
        if (place === info.voices) recompile = true;
        send((memory.slots?.address ?? 0) + place * PARAMETER_BYTES, clampParameter(parameter, value));
      });
      memory.values = values;
    }
    return recompile;
  }

  /** Address of the slot that `drive` moves: a script's output or a parameter; undefined when the module has none yet. */
  slotOf(snapshot: Snapshot, module: ModuleId, key: string): number | undefined {
    const memory = this.#memory.modules.get(module);
    const record = snapshot.patch.modules.get(module);
    const definition = record && definitionOf(this.#registry, record);
    if (!memory || !definition) return undefined;
    const info = this.#infos.of(definition, record);
    const lane = memory.lanes && info.outputPlaces.get(key);
    if (memory.lanes && lane !== undefined) return memory.lanes.address + lane * PARAMETER_BYTES;
    const place = info.parameterPlaces.get(key);
    return memory.slots && place !== undefined ? memory.slots.address + place * PARAMETER_BYTES : undefined;
  }

  #order(graph: PlanGraph, options: CompileOptions): PlanNode[] {
    const driven = new Set([...options.driven].map((key) => Number.parseInt(key, 10)));
    return orderNodes(graph, (node) => {
      const { info } = node;
      if (!info || node.role === "bypass") return false;
      if (node.role === "values")
        return (
          node.edges.length > 0 || info.outputs.length > 0 || !!info.definition.sequencer || driven.has(node.module)
        );
      return info.heard || !!info.definition.audio?.telemetryWords || info.outputIsControl.includes(true);
    });
  }

  #silence(): Buffer {
    this.#silent ??= {
      format: MONO,
      address: this.#memory.allocate(QUAD_BYTES).address,
      pinned: true,
      lastUse: 0,
    };
    return this.#silent;
  }
}

function linkSlots(links: readonly SlotLink[], swaps: number[]): void {
  for (const { memory, place, buffer } of links) linkSlot(memory, place, buffer, swaps);
}

function linkSlot(memory: ModuleMemory, place: number, buffer: Buffer, swaps: number[]): void {
  if (!memory.slots) return;
  const known = memory.buffers[place] ?? 0;
  const now = buffer.address === 0 ? 0 : buffer.address * 8 + buffer.format.quads;
  if (known === now) return;
  const slot = memory.slots.address + place * PARAMETER_BYTES;
  swaps.push(SWAP_OP.write, slot + PARAMETER.buffer, buffer.address, 0);
  swaps.push(SWAP_OP.write, slot + PARAMETER.bufferQuads, buffer.address === 0 ? 0 : buffer.format.quads, 0);
  memory.buffers[place] = now;
}

/** Ghosts that nothing alive listens to any more go. */
function withoutLostGhosts(graph: PlanGraph, epoch: number): PlanGraph {
  const lost = (node: PlanNode) => node.ghost && node.ranIn !== epoch;
  if (!graph.haunted) return graph;
  const nodes = new Map([...graph.nodes].filter(([, node]) => !lost(node)));
  const edges = new Map([...graph.edges].filter(([, edge]) => !lost(edge.to) && !lost(edge.from)));
  return { ...graph, nodes, edges };
}

function isIn(graph: PlanGraph, id: ModuleId): boolean {
  return graph.nodes.has(id * 2 + 2) || graph.nodes.has(id * 2 + 3);
}
