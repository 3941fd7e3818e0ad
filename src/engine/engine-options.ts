import type { Reducer } from "@reduxjs/toolkit";
import type { UndoStacks } from "./entry.ts";
import type { Registry } from "./module-definition.ts";
import type { Snapshot } from "./patch.ts";

/** What an engine is made of. */
export interface EngineOptions {
  readonly registry: Registry;
  /** What it begins with; default an empty patch. */
  readonly snapshot?: Snapshot;
  /** What can be undone and redone to begin with, as `Engine.undoStacks` gave it; default nothing. */
  readonly undoStacks?: UndoStacks;
  /** The sample time now; default always 0. */
  readonly clock?: () => number;
  readonly reportTrouble?: (message: string) => void;
  /** Slices the host adds beside `patch`. */
  readonly extraReducers?: Readonly<Record<string, Reducer>>;
}
