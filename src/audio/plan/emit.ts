import { LANES, OP, PARAMETER_BYTES, QUAD_BYTES } from "#audio/contract/kernel-abi.ts";
import { SWAP_OP } from "#audio/contract/memory-map.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import { telemetryKey } from "#engine/telemetry.ts";
import { type Format, inputFormat, joinedFormat, MONO, STEREO } from "./cable-format.ts";
import type { EdgeTarget, PlanEdge, PlanNode } from "./graph.ts";
import type { ModuleMemory, PlanMemory } from "./memory.ts";
import { moduleSeed } from "./note-ways.ts";
import type { Ramps } from "./ramps.ts";
import { type Buffer, Records } from "./records.ts";

/** What emitting one plan needs to know beside its graph. */
export interface EmitContext {
  readonly memory: PlanMemory;
  readonly ramps: Ramps;
  readonly formats: ReadonlyMap<PlanNode, Format>;
  readonly seed: number;
  readonly ticksPerBar: number;
  readonly ticksPerBeat: number;
  /** Address of a loaded asset's sample header, 0 when it isn't. */
  readonly sample: (asset: unknown) => number;
  /** Whether a hand or a script holds this parameter of a module without a kernel. */
  readonly isDriven: (key: string) => boolean;
  /** New cables into this node begin at their gain: it didn't run before, so what it makes fades in anyway. */
  readonly instant: (node: PlanNode) => boolean;
  readonly meters: boolean;
  /** A buffer that is always silent. */
  readonly silent: Buffer;
}

/** A parameter slot that reads a buffer, once that has an address. */
export interface SlotLink {
  readonly memory: ModuleMemory;
  readonly place: number;
  readonly buffer: Buffer;
}

/** Turns ordered nodes into records. */
export class Emitter {
  readonly records = new Records();
  readonly links: SlotLink[] = [];
  readonly values: Record<string, number> = {};
  readonly words: Record<number, number> = {};
  readonly levels = new Map<number, number>();
  /** Addresses and sizes that a panic clears. */
  readonly clears: number[] = [];
  readonly eventLists: number[] = [];
  readonly #outputs = new Map<PlanNode, (Buffer | null)[]>();
  readonly #context: EmitContext;
  readonly #swaps: number[];

  constructor(context: EmitContext, order: readonly PlanNode[], swaps: number[]) {
    this.#context = context;
    this.#swaps = swaps;
    for (const node of order) for (const edge of node.edges) if (edge.back) this.#pin(edge.from, edge.output);
  }

  emit(node: PlanNode): void {
    if (node.role === "master") this.#master(node);
    else if (node.role === "bypass") this.#bypass(node);
    else {
      const memory = this.#memoryOf(node);
      if (node.role === "kernel") this.#kernel(node, memory);
      else if (node.role === "phase") this.#phase(node, memory);
      else this.#valuesOnly(node, memory);
    }
  }

  #memoryOf(node: PlanNode): ModuleMemory {
    return this.#context.memory.of(node.module, node.record?.type ?? "");
  }

  /** A loop reads what its source made a block ago, so that output keeps a buffer of its own. */
  #pin(node: PlanNode, output: number): void {
    const format = this.#context.formats.get(node) ?? MONO;
    const { pinned } = this.#memoryOf(node);
    const place = node.role === "bypass" ? output + BYPASS_PLACES : output;
    const bytes = format.quads * QUAD_BYTES;
    let allocation = pinned.get(place);
    if (!allocation || allocation.bytes < bytes) {
      this.#context.memory.retire(allocation);
      allocation = this.#context.memory.allocate(bytes);
      pinned.set(place, allocation);
    }
    const outputs = this.#outputs.get(node) ?? [];
    if (outputs[output]) return;
    outputs[output] = this.records.buffer(format, allocation.address);
    this.#outputs.set(node, outputs);
    this.clears.push(allocation.address, allocation.bytes);
  }

  #source(edge: PlanEdge): Buffer | null {
    return this.#outputs.get(edge.from)?.[edge.output] ?? null;
  }

  #output(node: PlanNode, place: number, format: Format): Buffer {
    let outputs = this.#outputs.get(node);
    if (!outputs) {
      outputs = [];
      this.#outputs.set(node, outputs);
    }
    const buffer = outputs[place] ?? this.records.buffer(format);
    outputs[place] = buffer;
    return buffer;
  }

  /** What an input reads: nothing, its only cable's source as it is, or the sum of its cables. */
  #input(node: PlanNode, place: number, into?: Buffer): Buffer | null {
    const edges = cablesAt(node, "input", place);
    const only = edges[0];
    if (!only) return null;
    const { ramps, instant } = this.#context;
    const address = ramps.place(node.key * PLACES + place, edges, into === undefined, instant(node), this.#swaps);
    if (address === 0) return this.#source(only);
    const format = into?.format ?? joinedFormat(edges, this.#context.formats);
    const output = into ?? this.records.buffer(format);
    this.records.add(OP.mix, format, {
      inputs: edges.map((edge) => this.#source(edge) ?? this.#context.silent),
      outputs: [output],
      aux0: address,
      aux1: edges.length,
      aux2: edges.some((edge) => edge.back) ? 1 : 0,
    });
    return output;
  }

  /** The finished values of a parameter that cables move, or nothing. */
  #moved(node: PlanNode, memory: ModuleMemory, place: number, slots: number): Buffer | undefined {
    const edges = cablesAt(node, "parameter", place);
    if (edges.length === 0) return undefined;
    const { ramps, formats, instant, silent } = this.#context;
    const address = ramps.place(node.key * PLACES + PLACES / 2 + place, edges, false, instant(node), this.#swaps);
    const format = joinedFormat(edges, formats);
    const buffer = this.records.buffer(format);
    this.records.add(OP.modulate, format, {
      inputs: edges.map((edge) => this.#source(edge) ?? silent),
      outputs: [buffer],
      parameters: slots + place * PARAMETER_BYTES,
      aux0: address,
      aux1: edges.length,
    });
    this.#tap(memory, node.info?.parameterKeys[place] ?? "", buffer);
    return buffer;
  }

  #tap(memory: ModuleMemory, key: string, buffer: Buffer): void {
    const telemetry = this.#context.memory.tap(memory, key);
    this.values[telemetryKey(memory.module, key)] = telemetry;
    this.records.add(OP.tap, buffer.format, { inputs: [buffer], telemetry });
  }

  #kernel(node: PlanNode, memory: ModuleMemory): void {
    const { info } = node;
    const audio = info?.definition.audio;
    if (!info || !audio || info.op === undefined) return;
    const { memory: all, formats } = this.#context;
    const inputs: (Buffer | null)[] = [];
    for (let place = 0; place < info.inputs.length; place++) inputs.push(this.#input(node, place));
    const slots = all.slots(memory, info.parameters, node.values);
    // Cables are sorted: those into parameters come last.
    const movable = node.edges.at(-1)?.target === "parameter" || memory.buffers.length > 0;
    const reads: Buffer[] = [];
    if (movable)
      info.parameters.forEach((_, place) => {
        const buffer = this.#moved(node, memory, place, slots);
        if (buffer) reads.push(buffer);
        if (buffer || memory.buffers[place]) this.links.push({ memory, place, buffer: buffer ?? UNMOVED });
      });
    let format = formats.get(node) ?? MONO;
    if (info.outputs.length === 0) format = info.heard ? STEREO : (inputFormat(node, info.audioInput, formats) ?? MONO);
    const outputCount = Math.max(info.outputs.length, info.heard ? 1 : 0);
    const outputs: Buffer[] = [];
    for (let place = 0; place < outputCount; place++) outputs.push(this.#output(node, place, format));
    const stateBytes = audio.stateBytes + (audio.stateBytesPerQuad ?? 0) * format.quads;
    if (audio.telemetryWords) memory.words ??= all.allocateTelemetry(audio.telemetryWords * 4);
    if (memory.words) this.words[node.module] = memory.words.address;
    const state = this.#state(memory, stateBytes);
    const frames = audio.delaySeconds === undefined ? 0 : Math.ceil(audio.delaySeconds * SAMPLE_RATE) + LANES;
    const line = frames === 0 ? 0 : this.#line(memory, frames * LANES * 4 * format.quads);
    const events = info.takesEvents ? all.eventList(memory) : 0;
    if (events) this.eventLists.push(events);
    this.records.add(info.op, format, {
      inputs,
      reads,
      outputs,
      owner: node.module,
      state,
      stateBytes,
      parameters: slots,
      events,
      telemetry: memory.words?.address ?? 0,
      seed: moduleSeed(this.#context.seed, node.module),
      aux0: line || this.#context.sample(node.record?.content?.asset),
      aux1: frames,
      aux2: node.cued ? 1 : 0,
    });
    this.#publish(node, memory, outputs);
  }

  #publish(node: PlanNode, memory: ModuleMemory, outputs: readonly Buffer[]): void {
    const { info } = node;
    if (!info) return;
    info.outputs.forEach((key, place) => {
      const buffer = outputs[place];
      if (buffer && info.outputIsControl[place]) this.#tap(memory, key, buffer);
    });
    const heard = info.audioOutput >= 0 ? outputs[info.audioOutput] : info.heard ? outputs[0] : undefined;
    if (!heard || !this.#context.meters) return;
    memory.meter ??= this.#context.memory.allocateTelemetry(4);
    this.levels.set(node.module, memory.meter.address);
    this.records.add(OP.meter, heard.format, { inputs: [heard], telemetry: memory.meter.address });
  }

  #state(memory: ModuleMemory, bytes: number): number {
    if (bytes === 0) return 0;
    const old = memory.state;
    if (!old || memory.stateBytes < bytes) {
      const made = this.#context.memory.allocate(bytes);
      if (old) {
        this.#swaps.push(SWAP_OP.copy, made.address, old.address, memory.stateBytes);
        this.#context.memory.retire(old);
      }
      memory.state = made;
      memory.stateBytes = bytes;
    }
    const address = memory.state?.address ?? 0;
    this.clears.push(address, bytes);
    return address;
  }

  #line(memory: ModuleMemory, bytes: number): number {
    if (!memory.line || memory.lineBytes < bytes) {
      this.#context.memory.retire(memory.line);
      memory.line = this.#context.memory.allocate(bytes);
      memory.lineBytes = bytes;
    }
    this.clears.push(memory.line.address, bytes);
    return memory.line.address;
  }

  /** Inputs go straight to the outputs the definition names; other outputs are silent. */
  #bypass(node: PlanNode): void {
    const { info } = node;
    if (!info) return;
    const passed = info.outputs.map((key, place) => {
      const input = info.definition.bypass?.[key];
      const pinned = this.#outputs.get(node)?.[place];
      const from = input === undefined ? undefined : info.inputPlaces.get(input);
      return from === undefined ? null : this.#input(node, from, pinned ?? undefined);
    });
    this.#outputs.set(node, passed);
  }

  #phase(node: PlanNode, memory: ModuleMemory): void {
    const { info } = node;
    info?.outputs.forEach((key, place) => {
      const output = this.#output(node, place, MONO);
      const aux0 = key === "bar" ? this.#context.ticksPerBar : this.#context.ticksPerBeat;
      this.records.add(OP.phase, MONO, { outputs: [output], aux0 });
      this.#tap(memory, key, output);
    });
  }

  #valuesOnly(node: PlanNode, memory: ModuleMemory): void {
    const { info } = node;
    if (!info) return;
    const { memory: all, isDriven } = this.#context;
    info.inputs.forEach((key, place) => {
      const buffer = this.#input(node, place);
      if (buffer) this.#tap(memory, key, buffer);
    });
    const driven = info.parameterKeys.map((key) => isDriven(telemetryKey(node.module, key)));
    const moves = node.edges.some((edge) => edge.target === "parameter");
    if (moves || info.definition.sequencer || driven.includes(true)) {
      const slots = all.slots(memory, info.parameters, node.values);
      info.parameterKeys.forEach((key, place) => {
        if (!this.#moved(node, memory, place, slots) && driven[place])
          this.#lane(memory, key, slots + place * PARAMETER_BYTES, this.records.buffer(MONO));
      });
    }
    const lanes = info.definition.script && info.outputs.length > 0 ? all.lanes(memory, info.outputs.length) : 0;
    if (lanes)
      info.outputs.forEach((key, place) => {
        this.#lane(memory, key, lanes + place * PARAMETER_BYTES, this.#output(node, place, MONO));
      });
  }

  #lane(memory: ModuleMemory, key: string, slot: number, output: Buffer): void {
    this.records.add(OP.lane, MONO, { outputs: [output], parameters: slot });
    this.#tap(memory, key, output);
  }

  #master(node: PlanNode): void {
    const { ramps, instant, silent } = this.#context;
    const { edges } = node;
    const address = edges.length === 0 ? 0 : ramps.place(node.key, edges, false, instant(node), this.#swaps);
    this.records.add(OP.master, STEREO, {
      inputs: edges.map((edge) => this.#source(edge) ?? silent),
      aux0: address,
      aux1: edges.length,
    });
  }
}

/** Places of inputs and parameters of one node, numbered through: inputs in the lower half. */
const PLACES = 512;
const NO_CABLES: readonly PlanEdge[] = [];

/** The cables into one place of a node, which are neighbours among its sorted cables. */
function cablesAt(node: PlanNode, target: EdgeTarget, place: number): readonly PlanEdge[] {
  const { edges } = node;
  let from = 0;
  while (from < edges.length && !(edges[from]?.target === target && edges[from]?.place === place)) from++;
  if (from === edges.length) return NO_CABLES;
  let to = from + 1;
  while (to < edges.length && edges[to]?.target === target && edges[to]?.place === place) to++;
  return from === 0 && to === edges.length ? edges : edges.slice(from, to);
}

/** Places of a bypassed module's outputs among a module's own buffers begin here. */
const BYPASS_PLACES = 64;
/** Stands for no buffer: the slot is to forget the one it read. */
const UNMOVED: Buffer = { format: MONO, address: 0, pinned: true, lastUse: 0 };
