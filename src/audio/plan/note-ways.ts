import { PARAMETER, PARAMETER_BYTES } from "#audio/contract/kernel-abi.ts";
import {
  ALLOCATOR_BYTES,
  PATTERN,
  SEQUENCER,
  SEQUENCER_KIND,
  SEQUENCER_WORDS,
  SWAP_OP,
} from "#audio/contract/memory-map.ts";
import { hash } from "#engine/hash.ts";
import type { Patch, Pattern, PatternId } from "#engine/patch.ts";
import { flattenPattern } from "#engine/tracker-events.ts";
import type { PlanGraph, PlanNode } from "./graph.ts";
import type { Allocation } from "./heap.ts";
import type { PlanMemory } from "./memory.ts";

/** Receivers that hear the same sequencers with as many voices. */
export interface VoiceGroup {
  readonly voices: number;
  /** Address of the voices' state. */
  readonly state: number;
  /** Indices into the sequencer table. */
  readonly sources: readonly number[];
  /** Addresses of event lists. */
  readonly receivers: readonly number[];
}

export interface EventPlan {
  /** SEQUENCER_WORDS each. */
  readonly sequencers: readonly Int32Array[];
  readonly groups: readonly VoiceGroup[];
}

interface StoredPattern {
  readonly pattern: Pattern;
  readonly allocation: Allocation;
}

/** The seed of a module: of its own, and the same in every render of the patch. */
export const moduleSeed = (patchSeed: number, module: number): number => hash(hash(patchSeed) ^ module) | 0;

/** Puts patterns into the memory and joins sequencers with those who listen to them. */
export class EventPlanner {
  readonly #memory: PlanMemory;
  readonly #patterns = new Map<PatternId, StoredPattern>();
  readonly #groups = new Map<string, Allocation>();

  constructor(memory: PlanMemory) {
    this.#memory = memory;
  }

  /** Nodes that don't run in the plan being made hear no events. Steps for taking over go to `swaps`. */
  plan(patch: Patch, graph: PlanGraph, swaps: number[]): EventPlan {
    const places = new Map(graph.sequencers.map((node, place) => [node.module, place]));
    const sequencers = graph.sequencers.map((node) => this.#sequencer(patch, node));
    const sourcesOf = new Map<PlanNode, Set<number>>();
    for (const cable of graph.events) {
      const place = places.get(cable.source);
      if (place === undefined || cable.receiver.ranIn !== this.#memory.epoch) continue;
      const sources = sourcesOf.get(cable.receiver) ?? new Set();
      sourcesOf.set(cable.receiver, sources.add(place));
    }
    const groups = this.#group(graph, sourcesOf, swaps);
    this.#dropPatterns(patch);
    return { sequencers, groups };
  }

  #group(graph: PlanGraph, sourcesOf: ReadonlyMap<PlanNode, ReadonlySet<number>>, swaps: number[]): VoiceGroup[] {
    const memory = this.#memory;
    const members = new Map<string, { sources: number[]; nodes: PlanNode[] }>();
    for (const [node, set] of sourcesOf) {
      const sources = [...set].sort((a, b) => a - b);
      const key = `${node.voices}:${sources.map((place) => graph.sequencers[place]?.module).join(",")}`;
      const group = members.get(key);
      if (group) group.nodes.push(node);
      else members.set(key, { sources, nodes: [node] });
    }
    const before = new Map(this.#groups);
    this.#releaseLeavers(sourcesOf, members, swaps);
    const groups: VoiceGroup[] = [];
    for (const [key, { sources, nodes }] of members) {
      nodes.sort((a, b) => a.module - b.module);
      const state = this.#groups.get(key) ?? this.#newGroup(key, nodes, before, swaps);
      const receivers: number[] = [];
      for (const node of nodes) {
        const kept = memory.of(node.module, node.record?.type ?? "");
        kept.voiceGroup = key;
        receivers.push(memory.eventList(kept));
      }
      groups.push({ voices: nodes[0]?.voices ?? 1, state: state.address, sources, receivers });
    }
    for (const [key, allocation] of this.#groups) {
      if (members.has(key)) continue;
      memory.retire(allocation);
      this.#groups.delete(key);
    }
    return groups;
  }

  /** A changed circle of listeners takes over the notes that sound. */
  #newGroup(
    key: string,
    nodes: readonly PlanNode[],
    before: ReadonlyMap<string, Allocation>,
    swaps: number[],
  ): Allocation {
    const state = this.#memory.allocate(ALLOCATOR_BYTES);
    this.#groups.set(key, state);
    const heir = nodes.find((node) => {
      const group = this.#memory.modules.get(node.module)?.voiceGroup;
      return group !== undefined && before.has(group) && voicesIn(group) === voicesIn(key);
    });
    const old = before.get((heir && this.#memory.modules.get(heir.module)?.voiceGroup) ?? "");
    if (old) swaps.push(SWAP_OP.copy, state.address, old.address, ALLOCATOR_BYTES);
    return state;
  }

  /** Who no longer listens, or with another number of voices, lets go of its notes. */
  #releaseLeavers(
    sourcesOf: ReadonlyMap<PlanNode, ReadonlySet<number>>,
    members: ReadonlyMap<string, { nodes: PlanNode[] }>,
    swaps: number[],
  ): void {
    const groupNow = new Map<number, string>();
    for (const [key, { nodes }] of members) for (const node of nodes) groupNow.set(node.module, key);
    const listeners = new Set([...sourcesOf.keys()].map((node) => node.module));
    for (const memory of this.#memory.modules.values()) {
      if (memory.voiceGroup === undefined) continue;
      const now = groupNow.get(memory.module);
      if (now !== undefined && voicesIn(now) === voicesIn(memory.voiceGroup)) continue;
      if (memory.events) swaps.push(SWAP_OP.release, memory.events.address, 0, 0);
      if (!listeners.has(memory.module)) memory.voiceGroup = undefined;
    }
  }

  #sequencer(patch: Patch, node: PlanNode): Int32Array {
    const { definition } = node.info ?? {};
    const memory = this.#memory.of(node.module, node.record?.type ?? "");
    memory.words ??= this.#memory.allocateTelemetry(4);
    const words = new Int32Array(SEQUENCER_WORDS);
    words[SEQUENCER.kind] = definition?.sequencer === "tracker" ? SEQUENCER_KIND.tracker : SEQUENCER_KIND.transport;
    words[SEQUENCER.module] = node.module;
    words[SEQUENCER.seed] = moduleSeed(patch.seed, node.module);
    words[SEQUENCER.row] = memory.words.address;
    if (definition?.sequencer !== "tracker") return words;
    const binding = patch.bindings.get(node.module);
    words[SEQUENCER.pattern] = binding === undefined ? 0 : this.#pattern(patch.patterns.get(binding));
    for (const key of ["transpose", "gate", "volume"] as const) {
      const place = node.info?.parameterPlaces.get(key);
      if (place === undefined) continue;
      const moved = node.edges.some((edge) => edge.target === "parameter" && edge.place === place);
      words[SEQUENCER[key]] =
        (moved && memory.taps.get(key)?.address) ||
        (memory.slots?.address ?? 0) + place * PARAMETER_BYTES + PARAMETER.end;
    }
    return words;
  }

  #pattern(pattern: Pattern | undefined): number {
    if (!pattern) return 0;
    const known = this.#patterns.get(pattern.id);
    if (known?.pattern === pattern) return known.allocation.address;
    if (known) this.#memory.retire(known.allocation);
    const { rows, steps, stepsPerBeat } = flattenPattern(pattern);
    const floats = new Float32Array(PATTERN.rows / 4 + rows.length);
    const words = new Int32Array(floats.buffer);
    words[PATTERN.steps / 4] = steps;
    floats[PATTERN.stepsPerBeat / 4] = stepsPerBeat;
    floats.set(rows, PATTERN.rows / 4);
    const allocation = this.#memory.allocateRaw(floats.byteLength);
    this.#memory.writes.push({ address: allocation.address, words });
    this.#patterns.set(pattern.id, { pattern, allocation });
    return allocation.address;
  }

  #dropPatterns(patch: Patch): void {
    for (const [id, { allocation }] of this.#patterns) {
      if (patch.patterns.has(id)) continue;
      this.#memory.retire(allocation);
      this.#patterns.delete(id);
    }
  }
}

function voicesIn(group: string): string {
  return group.slice(0, group.indexOf(":"));
}
