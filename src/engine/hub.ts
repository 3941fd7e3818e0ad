import { type JournalEntry, mergedChanges } from "./changes.ts";
import type { Changes, Observer } from "./engine.ts";
import type { Snapshot } from "./patch.ts";

const JOURNAL_LENGTH = 65_536;
const TURNS = 32;

interface Seat {
  readonly observer: Observer;
  seen: number;
}

/** Tells observers what changed since each last heard, and puts off what they ask for until all have heard. */
export class Hub {
  readonly #seats = new Set<Seat>();
  readonly #report: (message: string) => void;
  readonly #snapshot: () => Snapshot;
  #journal: JournalEntry[] = [];
  #forgottenUpTo = 0;
  #waiting: (() => void)[] = [];
  #isDelivering = false;

  constructor(snapshot: () => Snapshot, report: (message: string) => void) {
    this.#snapshot = snapshot;
    this.#report = report;
  }

  get isDelivering(): boolean {
    return this.#isDelivering;
  }

  record(entry: JournalEntry): void {
    this.#journal.push(entry);
    if (this.#journal.length <= JOURNAL_LENGTH) return;
    this.#forgottenUpTo = entry.version;
    this.#journal = [];
  }

  /** Runs it in the next turn. */
  defer(work: () => void): void {
    this.#waiting.push(work);
  }

  subscribe(observer: Observer): () => void {
    const seat: Seat = { observer, seen: this.#snapshot().version };
    this.#seats.add(seat);
    return () => this.#seats.delete(seat);
  }

  flush(): void {
    if (this.#isDelivering) return;
    for (let turn = 0; turn < TURNS; turn++) {
      this.#deliver();
      const work = this.#waiting;
      if (work.length === 0) return;
      this.#waiting = [];
      for (const run of work) run();
    }
    this.#deliver();
    const dropped = this.#waiting.length;
    this.#waiting = [];
    if (dropped > 0)
      this.#report(
        `Changes kept causing changes for ${TURNS} turns; ${dropped} of them were dropped. Look for two scripts that answer each other.`,
      );
  }

  #deliver(): void {
    const snapshot = this.#snapshot();
    const bySeen = new Map<number, Changes>();
    this.#isDelivering = true;
    for (const seat of [...this.#seats]) {
      if (seat.seen === snapshot.version || !this.#seats.has(seat)) continue;
      const { seen } = seat;
      seat.seen = snapshot.version;
      let changes = bySeen.get(seen);
      if (!changes) {
        const entries = this.#journal.filter((entry) => entry.version > seen);
        changes = mergedChanges(entries, seen >= this.#forgottenUpTo);
        bySeen.set(seen, changes);
      }
      try {
        seat.observer(snapshot, changes);
      } catch (error) {
        this.#report(
          `Something that watches the patch failed: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
    this.#isDelivering = false;
    this.#journal = [];
  }
}
