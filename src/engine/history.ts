import { InverseLog, type Operation } from "./operation.ts";

/** Steps that can be taken back at least; up to twice as many are kept. */
const DEPTH = 1_000;

export interface HistoryEntry {
  readonly label: string;
  readonly operations: readonly Operation[];
}

/** What one origin can take back and bring again. */
export class History {
  readonly undo: HistoryEntry[] = [];
  readonly redo: HistoryEntry[] = [];
  #gesture: { readonly label: string; readonly log: InverseLog } | undefined;

  note(label: string, operations: readonly Operation[]): void {
    if (operations.length === 0) return;
    if (this.#gesture) for (const operation of operations) this.#gesture.log.add(operation);
    else this.#add({ label, operations });
  }

  /** A new change makes those taken back before it unreachable. */
  #add(entry: HistoryEntry): void {
    this.redo.length = 0;
    this.push(entry);
  }

  push(entry: HistoryEntry): void {
    this.undo.push(entry);
    // Many at once, since taking one off the front moves all the others.
    if (this.undo.length > 2 * DEPTH) this.undo.splice(0, DEPTH);
  }

  begin(label: string): void {
    this.end();
    this.#gesture = { label, log: new InverseLog() };
  }

  end(): void {
    const entry = this.abandon();
    if (entry) this.#add(entry);
  }

  /** Ends the gesture without an entry and gives what would take it back. */
  abandon(): HistoryEntry | undefined {
    const gesture = this.#gesture;
    this.#gesture = undefined;
    return gesture && gesture.log.operations.length > 0
      ? { label: gesture.label, operations: gesture.log.operations }
      : undefined;
  }

  clear(): void {
    this.undo.length = 0;
    this.redo.length = 0;
    this.#gesture = undefined;
  }
}
