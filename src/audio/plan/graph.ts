import type { Registry } from "#engine/module-definition.ts";
import type { Connection, Module, ModuleId, Patch } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";
import { type DefinitionInfo, type DefinitionInfos, voicesOf } from "./definition-info.ts";

/**
 * How a module takes part: by its `kernel`; `bypass`ed, passing inputs on; as the transport's `phase`;
 * or only with `values` (video, scripts, trackers: parameters that cables move, control inputs and outputs); `master` ends every plan.
 */
export type NodeRole = "kernel" | "bypass" | "phase" | "values" | "master";

export interface PlanNode {
  readonly key: number;
  readonly module: ModuleId;
  readonly role: NodeRole;
  readonly info: DefinitionInfo | undefined;
  readonly record: Module | undefined;
  readonly values: readonly number[];
  readonly voices: number;
  /** Cables into it, sorted by place and key. */
  readonly edges: PlanEdge[];
  /** Its module is gone or plays another role now; it runs until what it fed has faded. */
  ghost: boolean;
  /** An event cable comes into it, whether or not its source plays now. */
  cued: boolean;
  /** The last plan it ran in, 0 before the first. */
  ranIn: number;
}

/** Where a cable ends: in an input, in a parameter or (from heard modules) in the master. */
export type EdgeTarget = "input" | "parameter";

export interface PlanEdge {
  readonly key: number;
  readonly from: PlanNode;
  /** Place among the source's audio and control outputs. */
  readonly output: number;
  readonly to: PlanNode;
  readonly target: EdgeTarget;
  /** Place among the target's inputs or parameters. */
  readonly place: number;
  /** Where the cable's gain goes: its amount, or 0 while it fades out. */
  readonly gain: number;
  readonly offset: number;
  readonly ghost: boolean;
  /** The patch's own, undefined for a way to the master. */
  readonly connection: Connection | undefined;
  /** It closes a loop: reads what its source made in the block before. Set by ordering. */
  back: boolean;
}

/** An event cable: from a sequencer to a module with a kernel. */
export interface EventCable {
  readonly source: ModuleId;
  readonly receiver: PlanNode;
}

export interface PlanGraph {
  readonly nodes: ReadonlyMap<number, PlanNode>;
  readonly edges: ReadonlyMap<number, PlanEdge>;
  readonly events: readonly EventCable[];
  /** Sequencers that play: not bypassed. */
  readonly sequencers: readonly PlanNode[];
  readonly master: PlanNode;
  /** Some of its nodes are ghosts. */
  readonly haunted: boolean;
}

const MASTER_KEY = 0;
const NO_VALUES: readonly number[] = [];
const nodeKey = (module: ModuleId, bypassed: boolean): number => module * 2 + 2 + (bypassed ? 1 : 0);
/** A module's way to the master; negative, so that it is no connection's. */
const masterEdgeKey = (module: ModuleId): number => -1 - module;

/** What a graph is read from: rows in the order of their ids. */
export interface PlanPatch {
  readonly modules: readonly (readonly [ModuleId, Module])[];
  readonly connections: readonly (readonly [number, Connection])[];
  readonly parameters: Patch["parameters"];
}

/** What fades out: an edge of the plan before that the patch no longer has, until `settled` says it is silent. */
export interface Previous {
  readonly graph: PlanGraph;
  /** True when a ghost edge has faded out and may go. */
  readonly settled: (edge: PlanEdge) => boolean;
}

/** Reads the patch as a graph of what runs; keeps what was cut as ghosts until it is silent. What didn't change is taken over from the graph before. */
export function buildGraph(
  patch: PlanPatch,
  registry: Registry,
  infos: DefinitionInfos,
  previous: Previous | undefined,
): PlanGraph {
  const nodes = new Map<number, PlanNode>();
  const edges = new Map<number, PlanEdge>();
  const known = previous?.graph;
  const master = known ? renewed(known.master) : node(MASTER_KEY, 0, "master", undefined, undefined, NO_VALUES);
  const live = new Map<ModuleId, PlanNode>();
  for (const [id, record] of patch.modules) {
    const made = nodeOf(id, record, patch, registry, infos, known);
    if (!made) continue;
    live.set(id, made);
    nodes.set(made.key, made);
  }
  nodes.set(master.key, master);
  const events: EventCable[] = [];
  for (const [, connection] of patch.connections) {
    if (!connection.active) continue;
    const from = live.get(connection.from.module);
    const to = live.get(connection.to.module);
    if (!from || !to) continue;
    if (connection.signal === "event") addEventCable(events, from, to);
    else if (connection.signal !== "video") addConnection(edges, connection, from, to, known);
  }
  for (const source of live.values())
    if (source.role === "kernel" && source.info?.heard) addHeard(edges, source, master);
  const haunted = previous !== undefined && addGhosts(previous, nodes, edges, live, master);
  for (const each of nodes.values()) if (each.edges.length > 1) each.edges.sort(byPlace);
  const sequencers = [...live.values()].filter((each) => each.info?.definition.sequencer && !each.record?.bypassed);
  return { nodes, edges, events, sequencers, master, haunted };
}

function node(
  key: number,
  module: ModuleId,
  role: NodeRole,
  info: DefinitionInfo | undefined,
  record: Module | undefined,
  values: readonly number[],
): PlanNode {
  return {
    key,
    module,
    role,
    info,
    record,
    values,
    voices: info ? voicesOf(info, values) : 1,
    edges: [],
    ghost: false,
    cued: false,
    ranIn: 0,
  };
}

/** A node of the graph before, ready to be cabled anew. */
function renewed(old: PlanNode): PlanNode {
  old.edges.length = 0;
  old.cued = false;
  return old;
}

function nodeOf(
  id: ModuleId,
  record: Module,
  patch: PlanPatch,
  registry: Registry,
  infos: DefinitionInfos,
  known: PlanGraph | undefined,
): PlanNode | undefined {
  const definition = definitionOf(registry, record);
  if (!definition) return undefined;
  const info = infos.of(definition, record);
  const values = patch.parameters.get(id) ?? info.parameters.map((parameter) => parameter.default);
  let role: NodeRole = "values";
  if (info.op !== undefined) role = record.bypassed ? "bypass" : "kernel";
  else if (definition.sequencer === "transport") role = record.bypassed ? "bypass" : "phase";
  const key = nodeKey(id, role === "bypass");
  const old = known?.nodes.get(key);
  if (old?.record === record && old.values === values && !old.ghost) return renewed(old);
  const made = node(key, id, role, info, record, values);
  made.ranIn = old?.ranIn ?? 0;
  return made;
}

function addEventCable(events: EventCable[], from: PlanNode, to: PlanNode): void {
  to.cued = true;
  if (from.info?.definition.sequencer && !from.record?.bypassed && to.role === "kernel" && to.info?.takesEvents)
    events.push({ source: from.module, receiver: to });
}

function addHeard(edges: Map<number, PlanEdge>, from: PlanNode, master: PlanNode): void {
  const key = masterEdgeKey(from.module);
  const output = Math.max(0, from.info?.audioOutput ?? 0);
  const ends = { key, connection: undefined, from, output, to: master, target: "input", place: 0 } as const;
  addEdge(edges, { ...ends, gain: 1, offset: 0, ghost: false, back: false });
}

function addEdge(edges: Map<number, PlanEdge>, made: PlanEdge): void {
  edges.set(made.key, made);
  made.to.edges.push(made);
}

function addConnection(
  edges: Map<number, PlanEdge>,
  connection: Connection,
  from: PlanNode,
  to: PlanNode,
  known: PlanGraph | undefined,
): void {
  // The same cable is another one when an end is bypassed: the two crossfade.
  const key = connection.id * 4 + (from.role === "bypass" ? 1 : 0) + (to.role === "bypass" ? 2 : 0);
  const old = known?.edges.get(key);
  if (old?.connection === connection && old.from === from && old.to === to && !old.ghost) {
    old.back = false;
    addEdge(edges, old);
    return;
  }
  const output = from.info?.outputPlaces.get(connection.from.port);
  if (output === undefined) return;
  if (from.role === "bypass" && !from.info?.definition.bypass?.[connection.from.port]) return;
  if (from.role === "values" && !from.info?.outputIsControl[output]) return;
  let target: EdgeTarget = "input";
  let place = to.info?.inputPlaces.get(connection.to.port);
  if (place === undefined) {
    target = "parameter";
    place = to.info?.parameterPlaces.get(connection.to.port);
    if (place === undefined || to.role === "bypass") return;
  }
  const { amount: gain, offset } = connection;
  addEdge(edges, { key, connection, from, output, to, target, place, gain, offset, ghost: false, back: false });
}

/** Answers whether any module lives on as a ghost. */
function addGhosts(
  previous: Previous,
  nodes: Map<number, PlanNode>,
  edges: Map<number, PlanEdge>,
  live: ReadonlyMap<ModuleId, PlanNode>,
  master: PlanNode,
): boolean {
  const ghosts = new Map<number, PlanNode>();
  const stand = (old: PlanNode): PlanNode | undefined => {
    if (old.role === "master") return master;
    const now = nodes.get(old.key);
    if (now) return now.record?.type === old.record?.type && now.role === old.role ? now : undefined;
    const known = ghosts.get(old.key);
    if (known) return known;
    const alive = live.get(old.module);
    if (alive && alive.record?.type !== old.record?.type) return undefined;
    const ghost: PlanNode = { ...old, edges: [], ghost: true };
    ghosts.set(old.key, ghost);
    return ghost;
  };
  for (const old of previous.graph.edges.values()) {
    if (edges.has(old.key)) continue;
    if (old.ghost && !old.to.ghost && previous.settled(old)) continue;
    const to = stand(old.to);
    const from = stand(old.from);
    if (!to || !from) continue;
    const made: PlanEdge = { ...old, from, to, gain: to.ghost ? old.gain : 0, ghost: true, back: false };
    if (to.info && to.role !== "master" && !stillThere(made, to.info)) continue;
    addEdge(edges, made);
  }
  for (const ghost of ghosts.values()) nodes.set(ghost.key, ghost);
  return ghosts.size > 0;
}

function stillThere(made: PlanEdge, info: DefinitionInfo): boolean {
  return made.place < (made.target === "input" ? info.inputs.length : info.parameters.length);
}

function byPlace(a: PlanEdge, b: PlanEdge): number {
  if (a.target !== b.target) return a.target === "input" ? -1 : 1;
  return a.place - b.place || a.key - b.key;
}
