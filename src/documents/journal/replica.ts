import { createEngine } from "#engine/create-engine.ts";
import type { Engine } from "#engine/engine.ts";
import type { Entry, GestureId, UndoStack, UndoStacks } from "#engine/entry.ts";
import type { Registry } from "#engine/module-definition.ts";
import { done, type Outcome } from "#engine/outcome.ts";
import type { ModuleId, Snapshot } from "#engine/patch.ts";
import { patchData, patchOf } from "#engine/patch-data.ts";
import type { JournalState } from "./checkpoint.ts";
import type { DraftText, JournalItem } from "./journal-item.ts";

/** Steps of each undo stack a checkpoint holds. */
const STEPS_KEPT = 200;

/** A document that follows another by its journal: checkpoints are written of it, and recovery comes to it. */
export class Replica {
  readonly #engine: Engine;
  readonly #drafts: Map<ModuleId, DraftText>;
  readonly #gestures = new Set<GestureId>();

  /** Begins with a state; refuses one whose patch contradicts itself. */
  static of(state: JournalState, registry: Registry): Outcome<Replica> {
    const patch = patchOf(state.patch);
    if (!patch.ok) return patch;
    const { version, transport, undoStacks, drafts } = state;
    const snapshot = Object.freeze({ version, patch: patch.value, transport });
    return done(new Replica(createEngine({ registry, snapshot, undoStacks }), drafts));
  }

  private constructor(engine: Engine, drafts: JournalState["drafts"]) {
    this.#engine = engine;
    this.#drafts = new Map(drafts);
  }

  get uid(): string {
    return this.#engine.snapshot().patch.uid;
  }

  /** Of its snapshot. */
  get version(): number {
    return this.#engine.snapshot().version;
  }

  /** No gesture is going on. */
  get isAtRest(): boolean {
    return this.#gestures.size === 0;
  }

  /** Follows one item. Refuses what can't have happened here. */
  follow(item: JournalItem): Outcome<void> {
    if (item.kind === "draft") {
      if (item.draft) this.#drafts.set(item.module, item.draft);
      else this.#drafts.delete(item.module);
      return done(undefined);
    }
    const { uid } = this;
    const outcome = this.#engine.replay(item.entry);
    this.#noteGesture(item.entry);
    // Drafts belong to the modules of one document.
    if (this.uid !== uid) this.#drafts.clear();
    return outcome;
  }

  state(): JournalState {
    return stateOf(this.#engine.snapshot(), this.#engine.undoStacks(), this.#drafts);
  }

  #noteGesture({ role, gesture }: Entry): void {
    if (gesture === undefined) return;
    if (role === "begin") this.#gestures.add(gesture);
    else if (role === "end" || role === "cancel") this.#gestures.delete(gesture);
  }
}

/** A document's state as a checkpoint holds it: the last 200 steps of each stack, and no gesture that still goes on. */
export function stateOf(
  { version, patch, transport }: Snapshot,
  undoStacks: UndoStacks,
  drafts: Iterable<readonly [ModuleId, DraftText]> = [],
): JournalState {
  return { version, patch: patchData(patch), transport, undoStacks: lastSteps(undoStacks), drafts: [...drafts] };
}

function lastSteps(stacks: UndoStacks): UndoStacks {
  const last = (steps: UndoStack["undo"]) =>
    steps.slice(-STEPS_KEPT).map(({ label, operations }) => ({ label, operations }));
  return Object.fromEntries(
    Object.entries(stacks).map(([origin, { undo, redo }]) => [origin, { undo: last(undo), redo: last(redo) }]),
  );
}
