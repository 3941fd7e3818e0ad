import type { Command, Origin } from "./command.ts";
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

export interface CommandLogEntry {
  readonly command: Command;
  readonly origin: Origin;
  /** Sample time at which it took effect. */
  readonly at: number;
  readonly version: number;
}

export interface UndoState {
  /** What undo would take back, or undefined when there is nothing. */
  readonly undo: string | undefined;
  readonly redo: string | undefined;
}

export interface Engine {
  readonly registry: Registry;
  snapshot(): Snapshot;
  /**
   * Applies a command, or several as one transaction: all or none, one version, one undo step.
   * Called by an observer it is queued for the next turn and answers `{ ok: true }` with nothing created; a later refusal is reported.
   */
  submit(commands: Command | readonly Command[], options?: SubmitOptions): Outcome<Created>;
  /** Asks without doing. */
  can(commands: Command | readonly Command[]): Outcome<void>;
  /** Until `endGesture` all commands of this origin are one undo step; each still takes effect at once. */
  beginGesture(label: string, origin?: Origin): void;
  endGesture(origin?: Origin): void;
  /** Takes back everything since `beginGesture`. */
  cancelGesture(origin?: Origin): void;
  undo(origin?: Origin): Outcome<void>;
  redo(origin?: Origin): Outcome<void>;
  undoState(origin?: Origin): UndoState;
  /** Returns the function that ends it. */
  subscribe(observer: Observer): () => void;
  /** Tells observers what changed since each last heard. The host calls it once a frame; tests and the command line call it themselves. */
  flush(): void;
  /** Errors thrown by observers, refusals of queued commands, cascades that were cut off. */
  onTrouble(listener: (message: string) => void): () => void;
  /** Every command that took effect, oldest first; bounded, the oldest are dropped. */
  log(): readonly CommandLogEntry[];
}
