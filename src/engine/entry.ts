import type { Command, Origin } from "./command.ts";
import type { Operation } from "./operation.ts";

/** Names a gesture among all of a session. */
export type GestureId = number;

/**
 * One thing that happened to the patch or to its undo stacks, as plain JSON: what a journal keeps. Doing the entries of a session
 * again, in order, on an engine that began alike, comes to the same patch, ids and undo stacks.
 */
export interface Entry {
  /** `begin`, `end` and `cancel` are a gesture's; only `cancel` may have commands, which take back what the gesture did. */
  readonly role: "do" | "undo" | "redo" | "begin" | "end" | "cancel";
  /** What was carried out, as one transaction; of undo and redo the commands that did it. */
  readonly commands: readonly Command[];
  readonly origin: Origin;
  /** Sample time at which it took effect. */
  readonly at: number;
  /** The patch's version afterwards. */
  readonly version: number;
  /** Completes “Undo …”. */
  readonly label: string;
  /** Whether undo takes it back. */
  readonly undoable: boolean;
  /** The gesture it belongs to. */
  readonly gesture?: GestureId;
  /** Of undo and redo: how many steps were taken from the stack; all but the last no longer changed anything. */
  readonly steps?: number;
}

/** What takes one step back, or brings it again. */
export interface UndoStep {
  readonly label: string;
  /** Carried out last to first. */
  readonly operations: readonly Operation[];
  /** The gesture that still writes it. */
  readonly gesture?: GestureId;
}

/** What one origin can take back and bring again; the next one is last. */
export interface UndoStack {
  readonly undo: readonly UndoStep[];
  readonly redo: readonly UndoStep[];
}

/** The stacks of all origins that have changed anything, as plain JSON. */
export type UndoStacks = { readonly [O in Origin]?: UndoStack };
