import type { Kept } from "./kept.ts";
import type { Content, DynamicPorts, ModuleDefinition, Port, Registry } from "./module-definition.ts";
import type { Signal } from "./signal.ts";

/** Names a row of its table, 1 and up. Never given twice in a session, and not in files, where rows have names. */
export type ModuleId = number;
export type ConnectionId = number;
export type PatternId = number;
export type AssetId = number;
export type PresetId = number;

/** A persistent map keyed by integer id: every change returns a new table and shares the rest. Iteration order is unspecified. */
export interface Table<T> extends Iterable<[number, T]> {
  readonly size: number;
  get(id: number): T | undefined;
  has(id: number): boolean;
  set(id: number, value: T): Table<T>;
  delete(id: number): Table<T>;
  keys(): IterableIterator<number>;
  values(): IterableIterator<T>;
}

/** Canvas coordinates in px at zoom 1, of the module's top left corner; whole multiples of 16. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/** An instance of a definition. Parameter values are in `Patch.parameters`, positions in `Patch.layout`. */
export interface Module {
  readonly id: ModuleId;
  readonly type: string;
  /** Unique among siblings, `[A-Za-z][A-Za-z0-9_-]*`. */
  readonly name: string;
  /** The subpatch it lives in; null at the top. */
  readonly parent: ModuleId | null;
  readonly bypassed: boolean;
  readonly content?: Content;
  /** Set on a placeholder, of a type or a version this build doesn't know: what the file said about it, kept for saving. */
  readonly unknown?: UnknownModule;
  /** Parameters this build doesn't know, as the file wrote them. */
  readonly keptParameters?: Kept;
  readonly kept?: Kept;
}

/** A module this build can't read, as the file wrote it. */
export interface UnknownModule {
  readonly version: number;
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
}

/** Where a cable begins or ends. */
export interface Endpoint {
  readonly module: ModuleId;
  /** Key of an output (`from`), of an input or of a number parameter (`to`). */
  readonly port: string;
}

/** What is drawn as a cable. */
export interface Connection {
  readonly id: ConnectionId;
  readonly signal: Signal;
  readonly from: Endpoint;
  readonly to: Endpoint;
  /**
   * Into a parameter: how much of its travel a control value of 1 moves, −1 to 1, default 1.
   * Of an audio cable: gain, 0 to 2, default 1. Meaningless for events and video.
   */
  readonly amount: number;
  /** Into a parameter: added to the control value before `amount`, −1 to 1, default 0. */
  readonly offset: number;
  /** An inactive connection is kept and drawn, but carries nothing. */
  readonly active: boolean;
  readonly kept?: Kept;
}

/** One row of a pattern. */
export interface Step {
  /** MIDI note number 0 to 127; 60 is C-4. Null: nothing starts here. */
  readonly note: number | null;
  /** 0 to 1. */
  readonly volume: number;
  /** In steps, above 0 to 64; fractions allowed. */
  readonly length: number;
  /** Percent, 0 to 100. */
  readonly chance: number;
}

export const EMPTY_STEP: Step = { note: null, volume: 1, length: 1, chance: 100 };

/** Rows of notes, played round and round by the sequencers bound to it. */
export interface Pattern {
  readonly id: PatternId;
  readonly name: string;
  /** 1 to 256. */
  readonly steps: readonly Step[];
  /** 1 to 96, default 4. */
  readonly stepsPerBeat: number;
  readonly kept?: Kept;
}

/** A media file the patch uses. Its bytes live in the host's asset store, found by hash, else by path. */
export interface Asset {
  readonly id: AssetId;
  readonly name: string;
  readonly kind: "sound" | "clip" | "image";
  /** Relative to the patch file, with forward slashes; never absolute, never `..`. */
  readonly path: string;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly hash: string;
  readonly kept?: Kept;
}

/** A reusable group of modules, with the ports and parameters it offers. */
export interface PatchPreset {
  readonly id: PresetId;
  readonly name: string;
  readonly summary: string;
  readonly fragment: PatchFragment;
  readonly kept?: Kept;
}

/** Modules and cables in plain JSON by name: what copy, presets and examples carry. */
export interface PatchFragment {
  readonly format: "optophone-fragment";
  readonly version: 1;
  readonly modules: readonly FragmentModule[];
  readonly connections: readonly FragmentConnection[];
  readonly patterns?: readonly Omit<Pattern, "id">[];
  readonly assets?: readonly Omit<Asset, "id">[];
}

/** A module of a fragment, by name; its position counts from the fragment's top left corner. */
export interface FragmentModule {
  /** Unique among those in the same module. */
  readonly name: string;
  /** The module of the fragment it lives in, as a path of names like `drums/kick`; none for those on top. */
  readonly in?: string;
  readonly type: string;
  readonly version: number;
  readonly position: Position;
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
  readonly bypassed?: boolean;
  readonly content?: Content;
  /** Name of the pattern a sequencer plays. */
  readonly pattern?: string;
}

/** A cable of a fragment; what is left out is as in a new cable. */
export interface FragmentConnection {
  /** `name.port`, or `path/of/names.port` of a module in another. */
  readonly from: string;
  readonly to: string;
  readonly amount?: number;
  readonly offset?: number;
  readonly active?: boolean;
  /** Only of a cable at a module the writer didn't know. */
  readonly signal?: Signal;
}

/** The document: saved and undoable. */
export interface Patch {
  /** Tells documents of this device apart; empty where nobody keeps any. Not in the file: undo of an opening brings it back. */
  readonly uid: string;
  /** Its ids were given outside any session, so they are given anew when a session opens it. */
  readonly foreign?: true;
  readonly name: string;
  /** Seeds everything random in the patch. 32-bit unsigned. */
  readonly seed: number;
  /** Sections of its file that this build doesn't know. */
  readonly kept: Kept;
  readonly modules: Table<Module>;
  /** Values in the order of the definition's parameters. */
  readonly parameters: Table<readonly number[]>;
  readonly layout: Table<Position>;
  readonly connections: Table<Connection>;
  /** Ids of all connections at either end of a module; sorted. */
  readonly connectionsOf: Table<readonly ConnectionId[]>;
  readonly patterns: Table<Pattern>;
  /** Which pattern a sequencer module plays. */
  readonly bindings: Table<PatternId>;
  readonly assets: Table<Asset>;
  readonly presets: Table<PatchPreset>;
  readonly nextId: NextIds;
}

/** The next id of each table: monotonically increasing, never reused in a session. */
export interface NextIds {
  readonly module: number;
  readonly connection: number;
  readonly pattern: number;
  readonly asset: number;
  readonly preset: number;
}

/** Intent of the transport. The live position is the audio host's, see `LiveReadings`. Not undone. */
export interface Transport {
  readonly state: "stopped" | "playing" | "paused";
  /** 20 to 480. */
  readonly bpm: number;
  readonly beatsPerBar: number;
  /** The last jump: the host goes there when `serial` rises. */
  readonly seek: { readonly tick: number; readonly serial: number };
}

/** Everything there is at one moment; never changed, the next change makes another. */
export interface Snapshot {
  /** Strictly increasing with every change. */
  readonly version: number;
  readonly patch: Patch;
  readonly transport: Transport;
}

/** Ticks per beat (quarter note). */
export const TICKS_PER_BEAT = 960;

/** What a module is. Undefined of a placeholder: its type, or the version of it that wrote it, is not known to this build. */
export function definitionOf(registry: Registry, module: Module): ModuleDefinition | undefined {
  return module.unknown ? undefined : registry.get(module.type);
}

/** All inputs a module has: declared, then dynamic. Parameters are not among them. */
export function inputsOf(definition: ModuleDefinition | undefined, module: Module): Readonly<Record<string, Port>> {
  if (!definition) return {};
  const dynamic = dynamicPortsOf(definition, module);
  return dynamic ? { ...definition.inputs, ...dynamic.inputs } : definition.inputs;
}

/** All outputs a module has: declared, then dynamic. */
export function outputsOf(definition: ModuleDefinition | undefined, module: Module): Readonly<Record<string, Port>> {
  if (!definition) return {};
  const dynamic = dynamicPortsOf(definition, module);
  return dynamic ? { ...definition.outputs, ...dynamic.outputs } : definition.outputs;
}

function dynamicPortsOf(definition: ModuleDefinition, module: Module): DynamicPorts | undefined {
  const { content } = definition;
  return content?.ports?.(module.content ?? content.default);
}
