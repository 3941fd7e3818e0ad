import type { GestureId, UndoStack, UndoStep } from "./entry.ts";
import { InverseLog, type Operation } from "./operation.ts";
import { overlaps } from "./overlap.ts";

/** Steps that can be taken back at least; up to twice as many are kept. */
const DEPTH = 1_000;

/** A step that is still being written stands in the stack as well, so that undo takes back what was done last. */
interface Step {
  readonly label: string;
  readonly operations: readonly Operation[];
  gesture?: GestureId;
}

interface OpenGesture {
  readonly label: string;
  /** Ends by itself after a silence. */
  readonly stream: boolean;
  /** Sample time of its last write. */
  at: number;
  /** What it wrote since it began, or since another change came in between. */
  writing: { readonly step: Step; readonly log: InverseLog } | undefined;
}

/**
 * What one origin can take back and bring again, and the gestures it has open.
 *
 * Of two steps that overlap, the one lower in the stack has written all of its part before the other began with its own; that is why
 * taking steps back from the top is exact. So a gesture whose part another change writes over is cut there: it goes on as a new step.
 */
export class History {
  #undo: Step[] = [];
  #redo: Step[] = [];
  /** What redo offered before an open gesture wrote: it comes back if the gesture is cancelled. */
  #hidden: Step[] = [];
  readonly #gestures = new Map<GestureId, OpenGesture>();

  /** Notes what takes a change back; `gesture` is one that is open here. */
  note(label: string, operations: readonly Operation[], at: number, gesture?: GestureId): void {
    if (operations.length === 0) return;
    this.#cut(operations, gesture);
    const open = gesture === undefined ? undefined : this.#gestures.get(gesture);
    if (gesture === undefined || !open) {
      this.#redo = [];
      this.#hidden = [];
      this.#push({ label, operations });
      return;
    }
    open.at = at;
    open.writing ??= begun(open.label, gesture);
    for (const operation of operations) open.writing.log.add(operation);
    if (this.#redo.length > 0) this.#hidden = this.#redo;
    this.#redo = [];
    this.#bringUp(open.writing.step);
  }

  begin(gesture: GestureId, label: string, stream: boolean, at: number): void {
    this.#gestures.set(gesture, { label, stream, at, writing: undefined });
  }

  has(gesture: GestureId): boolean {
    return this.#gestures.has(gesture);
  }

  /** The open gestures; with a sample time, only the streams that have been silent for so long. */
  open(silence?: { readonly now: number; readonly samples: number }): readonly GestureId[] {
    if (this.#gestures.size === 0) return [];
    return [...this.#gestures].flatMap(([id, { stream, at }]) =>
      !silence || (stream && Math.abs(silence.now - at) >= silence.samples) ? [id] : [],
    );
  }

  labelOf(gesture: GestureId): string {
    return this.#gestures.get(gesture)?.label ?? "";
  }

  end(gesture: GestureId): void {
    const open = this.#gestures.get(gesture);
    this.#gestures.delete(gesture);
    if (!open?.writing) return;
    delete open.writing.step.gesture;
    this.#hidden = [];
  }

  /** Ends a gesture without a step and gives what takes back its part. */
  abandon(gesture: GestureId): readonly Operation[] {
    const step = this.#gestures.get(gesture)?.writing?.step;
    this.#gestures.delete(gesture);
    if (!step) return [];
    const at = this.#undo.lastIndexOf(step);
    if (at >= 0) this.#undo.splice(at, 1);
    if ([...this.#gestures.values()].every(({ writing }) => !writing)) {
      if (this.#redo.length === 0) this.#redo = this.#hidden;
      this.#hidden = [];
    }
    return step.operations;
  }

  /** The next step to take back or bring again. */
  next(from: "undo" | "redo"): UndoStep | undefined {
    return (from === "undo" ? this.#undo : this.#redo).at(-1);
  }

  /** Takes steps from a stack and gives them, for {@link putBack}. */
  drop(from: "undo" | "redo", count: number): readonly UndoStep[] {
    const stack = from === "undo" ? this.#undo : this.#redo;
    return stack.splice(Math.max(0, stack.length - count));
  }

  /** Lays steps on a stack again that were dropped last. */
  putBack(on: "undo" | "redo", steps: readonly UndoStep[]): void {
    (on === "undo" ? this.#undo : this.#redo).push(...steps);
  }

  /** Notes that a step was taken back, or brought again. */
  noteTurned(from: "undo" | "redo", label: string, operations: readonly Operation[]): void {
    if (operations.length === 0) return;
    if (from === "undo") this.#redo.push({ label, operations });
    else this.#push({ label, operations });
  }

  clear(): void {
    this.#undo = [];
    this.#redo = [];
    this.#hidden = [];
    this.#gestures.clear();
  }

  /** A copy as plain data. Steps of gestures still open are marked. */
  stack(): UndoStack {
    const copies = (steps: readonly Step[]) =>
      steps.map(({ label, operations, gesture }) => ({
        label,
        operations: [...operations],
        ...(gesture !== undefined && { gesture }),
      }));
    return { undo: copies(this.#undo), redo: copies(this.#redo) };
  }

  /** Goes on from stacks kept before. Gestures that were open then have ended. */
  load({ undo, redo }: UndoStack): void {
    const closed = (steps: readonly UndoStep[]) => steps.map(({ label, operations }) => ({ label, operations }));
    this.#undo = closed(undo);
    this.#redo = closed(redo);
  }

  #push(step: Step): void {
    this.#undo.push(step);
    // Many at once, since taking one off the front moves all the others.
    if (this.#undo.length > 2 * DEPTH) this.#undo.splice(0, DEPTH);
  }

  #bringUp(step: Step): void {
    if (this.#undo.at(-1) === step) return;
    const at = this.#undo.lastIndexOf(step);
    if (at >= 0) this.#undo.splice(at, 1);
    this.#push(step);
  }

  /** Lets the parts that other open gestures wrote stand as they are where a change overlaps them. */
  #cut(operations: readonly Operation[], writer: GestureId | undefined): void {
    for (const [id, open] of this.#gestures) {
      if (id === writer || !open.writing) continue;
      const { step } = open.writing;
      if (!operations.some((operation) => step.operations.some((written) => overlaps(operation, written)))) continue;
      delete step.gesture;
      open.writing = undefined;
    }
  }
}

function begun(label: string, gesture: GestureId): NonNullable<OpenGesture["writing"]> {
  const log = new InverseLog();
  return { log, step: { label, operations: log.operations, gesture } };
}
