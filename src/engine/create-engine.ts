import type { Reducer } from "@reduxjs/toolkit";
import type { Engine } from "./engine.ts";
import type { UndoStacks } from "./entry.ts";
import type { Registry } from "./module-definition.ts";
import type { Snapshot } from "./patch.ts";
import { PatchEngine } from "./patch-engine.ts";

export interface EngineOptions {
  readonly registry: Registry;
  /** What it begins with; default an empty patch. */
  readonly snapshot?: Snapshot;
  /** What can be undone and redone to begin with, as {@link Engine.undoStacks} gave it; default nothing. */
  readonly undoStacks?: UndoStacks;
  /** The sample time now; default always 0. */
  readonly clock?: () => number;
  readonly reportTrouble?: (message: string) => void;
  /** Slices the host adds beside `patch`. */
  readonly extraReducers?: Readonly<Record<string, Reducer>>;
}

/** An engine alone, for hosts that need no slices of their own. */
export const createEngine = (options: EngineOptions): Engine => createEngineStore(options).engine;

/**
 * The store that holds the patch, and the engine in front of it. A command dispatched to the store goes through `engine.submit`
 * like any other, with what its `meta` says as options; the dispatch answers with the outcome.
 */
export function createEngineStore(options: EngineOptions) {
  const engine: PatchEngine = new PatchEngine(options);
  return { engine: engine as Engine, store: engine.store };
}
