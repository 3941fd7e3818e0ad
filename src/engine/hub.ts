import { type JournalEntry, mergedChanges } from "./changes.ts";
import type { Changes, Observer } from "./engine.ts";
import type { Snapshot } from "./patch.ts";

const JOURNAL_LENGTH = 65_536;
const TURNS = 32;

interface Seat {
  readonly observer: Observer;
  /** How many changes there had been when it last heard. */
  seen: number;
}

interface Deferred {
  readonly run: () => void;
  /** Not dropped even when a cascade is cut off, like the end of a gesture. */
  readonly always: boolean;
}

/** Tells observers what changed since each last heard, and puts off what they ask for until all have heard. */
export class Hub {
  readonly #seats = new Set<Seat>();
  readonly #report: (message: string) => void;
  readonly #snapshot: () => Snapshot;
  #journal: JournalEntry[] = [];
  /** How many changes there have been; the journal holds the last of them. */
  #count = 0;
  #waiting: Deferred[] = [];
  #isDelivering = false;
  #isFlushing = false;

  constructor(snapshot: () => Snapshot, report: (message: string) => void) {
    this.#snapshot = snapshot;
    this.#report = report;
  }

  get isDelivering(): boolean {
    return this.#isDelivering;
  }

  record(entry: JournalEntry): void {
    this.#count++;
    // Who comes later asks for nothing from before.
    if (this.#seats.size === 0) return;
    this.#journal.push(entry);
    if (this.#journal.length > JOURNAL_LENGTH) this.#journal = [];
  }

  /** Runs it in the next turn; `always` even when that turn is not taken any more. */
  defer(run: () => void, always?: "always"): void {
    this.#waiting.push({ run, always: always !== undefined });
  }

  subscribe(observer: Observer): () => void {
    const seat: Seat = { observer, seen: this.#count };
    this.#seats.add(seat);
    return () => this.#seats.delete(seat);
  }

  flush(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    try {
      this.#takeTurns();
    } finally {
      this.#isFlushing = false;
    }
  }

  #takeTurns(): void {
    for (let turn = 0; turn < TURNS; turn++) {
      this.#deliver();
      const work = this.#waiting;
      if (work.length === 0) return;
      this.#waiting = [];
      for (const { run } of work) run();
    }
    this.#deliver();
    const kept = this.#waiting.filter(({ always }) => always);
    const dropped = this.#waiting.length - kept.length;
    this.#waiting = [];
    for (const { run } of kept) run();
    if (dropped > 0)
      this.#report(
        `Changes kept causing changes for ${TURNS} turns; ${dropped} of them were dropped. Look for two scripts that answer each other.`,
      );
  }

  #deliver(): void {
    const snapshot = this.#snapshot();
    const count = this.#count;
    const forgotten = count - this.#journal.length;
    const bySeen = new Map<number, Changes>();
    this.#isDelivering = true;
    for (const seat of [...this.#seats]) {
      const { seen } = seat;
      if (seen === count || !this.#seats.has(seat)) continue;
      seat.seen = count;
      let changes = bySeen.get(seen);
      if (!changes) {
        changes = mergedChanges(this.#journal.slice(Math.max(0, seen - forgotten)), seen >= forgotten);
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
