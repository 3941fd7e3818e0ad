import type { Parameter } from "./parameter.ts";
import type { Signal } from "./signal.ts";

/** Groups modules in the browser and gives the coloured strip on their header. */
export type ModuleKind = "sequencer" | "audio" | "video" | "control" | "script" | "io";

/** A place on a module where cables end or begin; its key is its place in `inputs` or `outputs`. */
export interface Port {
  readonly signal: Signal;
  readonly label: string;
  /** One of a row of like inputs: shown when connected, and the first free one of the row after it. */
  readonly spare?: boolean;
}

/**
 * How a module makes sound or control, by the name of its kernel in `src/audio/kernels`.
 * The kernel gets the ports and parameters in declaration order.
 */
export interface AudioRealisation {
  readonly kernel: string;
  /** Bytes of state per instance: fixed, plus so much for each quad of four voices. */
  readonly stateBytes: number;
  readonly stateBytesPerQuad?: number;
  /** Seconds of delay memory per channel, for kernels that hold a line. */
  readonly delaySeconds?: number;
  /** Float words the kernel publishes for the screen (playheads, levels, waveforms), in the order it documents. */
  readonly telemetryWords?: number;
  /**
   * Channels of each audio or control output: `stereo` (left and right), `voices` (one per voice of the `voices` parameter),
   * `mono` (one value for all), or `as-input` (whatever comes in at the first audio input). Default: `as-input` with one, else `stereo`.
   */
  readonly channels?: "stereo" | "voices" | "mono" | "as-input";
}

/**
 * How a video module draws. `fragment` is GLSL ES 3.00 that defines `vec4 effect(vec2 uv)` (uv 0 to 1, origin bottom left,
 * colour premultiplied by nothing: plain RGBA). Visible to it: `uniform float u<Key>` for each parameter (first letter upper case),
 * `uniform sampler2D u<Key>` for each video input, `uniform float u<Key>Connected` (1 or 0), `uniform vec2 uSize` in pixels,
 * `uniform float uTime` in seconds of transport-independent time, `uniform float uDelta` in seconds since the frame before, `uniform float uBeat`
 * in beats, `uniform float uSeed`, and `uniform float uPhase`: the running integral of the parameter `speed` in seconds, so a change of speed never jumps.
 */
export type VideoRealisation =
  | { readonly kind: "pass"; readonly fragment: string }
  /** Sees its own previous picture as `uPrevious`, kept in 16-bit float. */
  | { readonly kind: "feedback"; readonly fragment: string }
  /** Two passes, run once with `uDirection` (1,0) and once with (0,1). */
  | { readonly kind: "separable"; readonly fragment: string }
  /** Draws frames of the asset in the module's content: `clip` by its parameters, `voices` by the playheads of its sound. */
  | { readonly kind: "clip" | "voices" | "image" }
  /**
   * Draws what its audio input publishes. `waveform`: `uSignal` is one row of samples, oldest first, r left and g right, −1 to 1; `uTrigger` the
   * place in it, 0 to 0.5, where left last rises through zero; `uTrace` the same samples as a glowing X/Y picture. `spectrum`: `uSignal` has loudness
   * 0 to 1 in r, a column for each band from 20 Hz to 20 kHz in equal ratios, and rows of history as a ring; `uNewest` is the newest row, 0 to 1.
   */
  | { readonly kind: "signal"; readonly source: "waveform" | "spectrum"; readonly fragment: string }
  /** The end of the picture: shown on screen, recorded, rendered. */
  | { readonly kind: "output" };

/** The ports a module has beyond its definition's; only scripts declare some. */
export interface DynamicPorts {
  readonly inputs: Readonly<Record<string, Port>>;
  readonly outputs: Readonly<Record<string, Port>>;
}

/** Larger data of a module: script text, the asset it plays. Plain JSON. */
export type Content = Readonly<Record<string, unknown>>;

/** What a kind of module keeps as content. */
export interface ContentRealisation {
  readonly default: Content;
  /** Says in one sentence what is wrong with a content, or nothing when it may be stored. Never throws. */
  readonly problem: (content: unknown) => string | undefined;
  /** Ports that follow from the content. */
  readonly ports?: (content: Content) => DynamicPorts;
}

/** A kind of module: all that editor, sound, picture, scripts, files and help know of it. */
export interface ModuleDefinition {
  /** `kind.name`, permanent. */
  readonly type: string;
  /** Raised when stored parameters or content change meaning; `migrate` brings older ones up. */
  readonly version: number;
  readonly kind: ModuleKind;
  readonly title: string;
  /** One sentence ending in a period. */
  readonly summary: string;
  /** What it is for and how to use it: one to four plain sentences, shown in the inspector. */
  readonly help: string;
  /** Other words a search should find it by. */
  readonly aliases?: readonly string[];
  readonly inputs: Readonly<Record<string, Port>>;
  readonly outputs: Readonly<Record<string, Port>>;
  /** In order: a module stores its values as an array in this order. Every number parameter is also a control input of the same key. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Up to four parameter keys shown on the module itself. Default: the first four. */
  readonly face?: readonly string[];
  readonly content?: ContentRealisation;
  /** Which output carries which input while bypassed; other outputs fall silent or black. */
  readonly bypass?: Readonly<Record<string, string>>;
  readonly audio?: AudioRealisation;
  readonly video?: VideoRealisation;
  /** It holds a pattern and emits its events; the audio host runs the named sequencer. */
  readonly sequencer?: "tracker" | "transport";
  /** Runs a script in this language; the runtime declares its ports and drives its outputs. */
  readonly script?: { readonly language: string };
  /** A small patch that shows it at work: preset text inserted by “Insert example”. */
  readonly example: ModuleExample;
  /** Brings `values` and `content` stored by an older version up to this one. */
  readonly migrate?: (stored: StoredSettings, fromVersion: number) => StoredSettings;
}

/** What a file says of one module: values by parameter key, as files write them. */
export interface StoredSettings {
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
  readonly content?: Content;
}

/** Modules by name and the cables between them as `"name.output -> name.input"`; positions are laid out on insert. */
export interface ModuleExample {
  readonly modules: Readonly<
    Record<string, { readonly type: string; readonly parameters?: Readonly<Record<string, number | string | boolean>> }>
  >;
  readonly connections: readonly string[];
}

/** A port for sound; `label` is what the interface shows. */
export const audio = (label: string, more: { spare?: boolean } = {}): Port => ({ signal: "audio", label, ...more });
/** A port for pictures. An input holds one cable. */
export const video = (label: string, more: { spare?: boolean } = {}): Port => ({ signal: "video", label, ...more });
/** A port for values that move. */
export const control = (label: string, more: { spare?: boolean } = {}): Port => ({ signal: "control", label, ...more });
/** A port for notes. */
export const events = (label: string, more: { spare?: boolean } = {}): Port => ({ signal: "event", label, ...more });

/** Declares a module once; everything else derives from it. Throws when a key stands for two things. */
export function defineModule<const D extends ModuleDefinition>(definition: D): D {
  for (const key of Object.keys(definition.parameters)) {
    if (key in definition.inputs) throw new Error(`${definition.type}: “${key}” is both an input and a parameter`);
  }
  return definition;
}

/** All definitions by type. */
export interface Registry {
  get(type: string): ModuleDefinition | undefined;
  /** In the order of the list. */
  all(): readonly ModuleDefinition[];
}

/** Throws when two definitions share a type. */
export function createRegistry(definitions: readonly ModuleDefinition[]): Registry {
  const byType = new Map<string, ModuleDefinition>();
  for (const definition of definitions) {
    if (byType.has(definition.type)) throw new Error(`Two modules are called ${definition.type}`);
    byType.set(definition.type, definition);
  }
  return { get: (type) => byType.get(type), all: () => definitions };
}
