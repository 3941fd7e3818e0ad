import type { Store } from "@reduxjs/toolkit";
import type { UiState } from "#app/state/ui-state.ts";
import type { AssetSource } from "#engine/asset-source.ts";
import type { Engine } from "#engine/engine.ts";
import type { LiveReadings } from "#engine/live.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { Outcome } from "#engine/outcome.ts";
import type { Asset, ModuleId, PatchFragment, Snapshot } from "#engine/patch.ts";

/** Everything the shell and its panels work on. The composition root joins it from engine, sound, picture and scripts. */
export interface AppSession {
  readonly engine: Engine;
  /** The one store; it holds the `ui` slices beside the patch. */
  readonly store: Store<UiState>;
  readonly registry: Registry;
  readonly live: LiveReadings;
  readonly audio: AudioPort;
  readonly video: VideoPort;
  readonly scripts: ScriptsPort;
  readonly assets: AssetStore;
  /** Patch presets that ship with the app. */
  readonly presets: readonly ShippedPreset[];
  /** Example patches that ship with the app. */
  readonly examples: readonly ShippedExample[];
  readonly patchText: PatchText;
}

export type AudioState =
  /** The browser waits for a gesture before it lets sound start. */
  "off" | "starting" | "running" | "failed";

export interface AudioPort {
  state(): AudioState;
  /** Returns the function that ends it. */
  onState(listener: () => void): () => void;
  /** Must be called from a click or key press. */
  start(): Promise<Outcome<void>>;
  /** Silences everything within 20 ms and clears tails. */
  panic(): void;
  /** What keeps a module from sounding, in a sentence; undefined while nothing does. */
  problemOf(module: ModuleId): string | undefined;
  /** Hears of each module whose problem changed. Returns the function that ends it. */
  onProblem(listener: (module: ModuleId) => void): () => void;
}

export interface VideoPort {
  /** Shows a module's picture in the canvas until the returned function is called. */
  attachPreview(module: ModuleId, canvas: HTMLCanvasElement): () => void;
  /** Shows the patch's final picture in the canvas, which may belong to another window of this page. */
  attachOutput(canvas: HTMLCanvasElement): () => void;
  stats(): { readonly framesPerSecond: number };
  /** What keeps a module from drawing, in a sentence; undefined while nothing does. */
  problemOf(module: ModuleId): string | undefined;
  /** Hears of each module whose problem changed. Returns the function that ends it. */
  onProblem(listener: (module: ModuleId) => void): () => void;
}

export interface ScriptError {
  /** Counted from 1, of the script's own text; undefined when no line is to blame. */
  readonly line?: number;
  readonly message: string;
}

export interface ScriptStatus {
  readonly state: "waiting" | "running" | "stopped" | "failed";
  /** Milliseconds a frame its callbacks took lately. */
  readonly milliseconds: number;
  /** How often a second it is called while that is less than every frame, because the scripts together take too long. */
  readonly callsPerSecond?: number;
  /** The latest first. */
  readonly errors: readonly ScriptError[];
  /** What it printed, oldest first, bounded. */
  readonly output: readonly string[];
}

/** An entry of the script interface, for completion and hover help. */
export interface ScriptApiEntry {
  /** As written in a script, like `setParam` or `engine:getClock`; the bare name of a method of something a script has to get first. */
  readonly name: string;
  /** The kind of thing it is a method of. */
  readonly of?: string;
  /** The call with its arguments, like `setParam(path, value)`. */
  readonly signature: string;
  readonly summary: string;
}

export interface ScriptsPort {
  /** The same object until the status changes. */
  statusOf(module: ModuleId): ScriptStatus | undefined;
  /** Hears of each module whose status changed. Returns the function that ends it. */
  onStatus(listener: (module: ModuleId) => void): () => void;
  restart(module: ModuleId): void;
  apiEntries(language: string): readonly ScriptApiEntry[];
  /** Milliseconds a frame all scripts took lately. */
  milliseconds(): number;
}

/** Keeps the bytes of a patch's media, found by hash, else by shipped path. */
export interface AssetStore extends AssetSource {
  /** Stores a file's bytes and answers what a patch has to remember of them. Refuses what is neither sound, picture nor clip. */
  keep(file: File): Promise<Outcome<Omit<Asset, "id">>>;
}

export interface ShippedPreset {
  readonly name: string;
  readonly summary: string;
  readonly fragment: PatchFragment;
}

export interface ShippedExample {
  readonly name: string;
  readonly summary: string;
  /** The text of its `.opto` file. */
  load(): Promise<string>;
}

/** What a patch file holds: the document, and the tempo and bar it plays in. */
export type OpenedPatch = Pick<Snapshot, "patch" | "transport">;

export interface PatchText {
  serialise(opened: OpenedPatch): string;
  /** Refuses with the path of the fault. */
  parse(text: string): Outcome<OpenedPatch>;
}
