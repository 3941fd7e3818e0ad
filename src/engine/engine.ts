import type { Command, Origin } from "./command.ts";
import type { Entry, UndoStacks } from "./entry.ts";
import type { Registry } from "./module-definition.ts";
import type { Outcome } from "./outcome.ts";
import type { AssetId, ConnectionId, ModuleId, PatternId, PresetId, Snapshot } from "./patch.ts";

/** What changed between two snapshots, by table. A module is in `modules` when its record, parameters or place changed. */
export interface Changes {
  readonly modules: ReadonlySet<ModuleId>;
  readonly parameters: ReadonlySet<ModuleId>;
  readonly layout: ReadonlySet<ModuleId>;
  readonly connections: ReadonlySet<ConnectionId>;
  readonly patterns: ReadonlySet<PatternId>;
  readonly bindings: ReadonlySet<ModuleId>;
  readonly assets: ReadonlySet<AssetId>;
  readonly presets: ReadonlySet<PresetId>;
  /** The patch has another name, or is another patch. */
  readonly document: boolean;
  readonly transport: boolean;
  /** The observer lagged too far behind or the document was swapped: read everything anew. */
  readonly all: boolean;
}

/** Hears once a flush. What it submits waits for the next turn. It may throw: others are not harmed and the error is reported. */
export type Observer = (snapshot: Snapshot, changes: Changes) => void;

export interface SubmitOptions {
  /** Default `hand`. */
  readonly origin?: Origin;
  /** Completes “Undo …”. Default: from the command. */
  readonly label?: string;
  /** Sample time at which it takes effect; default: the engine's clock. */
  readonly at?: number;
  /** False keeps it out of undo: for what follows from other edits, like ports a script declares. Default true. */
  readonly undoable?: boolean;
}

/** Ids the commands of a submission made, in order. */
export interface Created {
  readonly modules: readonly ModuleId[];
  readonly connections: readonly ConnectionId[];
  readonly patterns: readonly PatternId[];
  readonly assets: readonly AssetId[];
  readonly presets: readonly PresetId[];
}

export interface GestureOptions {
  /** Default `hand`. */
  readonly origin?: Origin;
  /** A row of messages without an end of its own, as a MIDI knob sends: it ends after 2 s without one. Default false. */
  readonly stream?: boolean;
}

/**
 * Changes that belong together in time, as a drag: one undo step, each taking effect at once. Any number can be open; what is done
 * beside them is not theirs. Where another change of the same origin writes over what a gesture wrote, the gesture goes on as a second
 * step. It also ends when undo takes it back and when the document is swapped.
 */
export interface Gesture {
  /** False once it has ended or was cancelled. */
  readonly open: boolean;
  /** Like {@link Engine.submit}. Refuses, and does nothing, when the gesture is over. */
  submit(commands: Command | readonly Command[], options?: { readonly at?: number }): Outcome<Created>;
  /** Ends it; of no effect on one that is over. */
  end(): void;
  /** Takes back all it did and ends it, without an undo step; of no effect on one that is over. */
  cancel(): void;
}

export interface UndoState {
  /** What undo would take back, or undefined when there is nothing. */
  readonly undo: string | undefined;
  /** What redo would bring again. */
  readonly redo: string | undefined;
}

export interface Engine {
  readonly registry: Registry;
  /** The patch as it is now; it never changes, the next change makes another. */
  snapshot(): Snapshot;
  /**
   * Applies a command, or several as one transaction: all or none, one version, one undo step.
   * Called by an observer it is queued for the next turn and answers `{ ok: true }` with nothing created; a later refusal is reported.
   */
  submit(commands: Command | readonly Command[], options?: SubmitOptions): Outcome<Created>;
  /** Asks whether {@link submit} would do it, without doing it. */
  can(commands: Command | readonly Command[]): Outcome<void>;
  /** Opens a gesture; who opens it ends or cancels it. `label` completes “Undo …”. */
  gesture(label: string, options?: GestureOptions): Gesture;
  /** Ends all gestures that are open: after a crash in the middle of some. */
  endGestures(): void;
  /**
   * Takes back what an origin did last, also when that is a gesture still going on; the gesture is over then. Steps that no longer
   * change anything are passed over; refuses when none is left.
   */
  undo(origin?: Origin): Outcome<void>;
  /** Brings again what {@link undo} took back last; the origin's next change makes that unreachable. */
  redo(origin?: Origin): Outcome<void>;
  /** The labels of what undo and redo would do. */
  undoState(origin?: Origin): UndoState;
  /** What every origin can undo and redo, as plain JSON; an engine can begin with it. */
  undoStacks(): UndoStacks;
  /** Has an observer told from the next flush on. Returns the function that ends it. */
  subscribe(observer: Observer): () => void;
  /** Tells observers what changed since each last heard. The host calls it once a frame; tests and the command line call it themselves. Ends silent streams. */
  flush(): void;
  /** Errors thrown by observers, refusals of queued commands, cascades that were cut off. */
  onTrouble(listener: (message: string) => void): () => void;
  /**
   * Hears everything that takes effect, in order and at once: called before the snapshot is the new one. Not told what is replayed.
   * It must not submit.
   */
  onEntry(listener: (entry: Entry) => void): () => void;
  /** Does an entry again, with its effect on undo stacks and gestures; refuses what an engine that began alike would not have told. */
  replay(entry: Entry): Outcome<void>;
}
