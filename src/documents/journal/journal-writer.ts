import type { Registry } from "#engine/module-definition.ts";
import type { JournalState } from "./checkpoint.ts";
import { houseWork, type JournalsBound, thinAllJournals } from "./house-work.ts";
import type { JournalItem } from "./journal-item.ts";
import { Replica } from "./replica.ts";
import type { SegmentFile } from "./segment-file.ts";
import type { SegmentStorage } from "./segment-storage.ts";
import { WritingSegment } from "./writing-segment.ts";

/** Lines, and characters of them, after which a checkpoint is due; and milliseconds of rest. */
const MOST_LINES = 1_000;
const MOST_CHARACTERS = 256 * 1024;
const REST = 60_000;
/** Milliseconds between two attempts at a storage that took nothing. */
const PATIENCE = 5_000;
/** Milliseconds between two looks at all journals of the device. */
const LOOK_AROUND = 10 * 60_000;

export interface JournalWriterOptions {
  readonly registry: Registry;
  readonly storage: SegmentStorage;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What holds for all journals of the device at this moment; asked now and then. Without it each document has only its own bound. */
  readonly bound?: () => Promise<JournalsBound>;
  /** All up to this line outlives the program. */
  readonly written: (n: number) => void;
  /** What was told doesn't fit what was there before: the whole state is needed, by {@link JournalWriter.begin}. */
  readonly lost: () => void;
  /** Storage takes nothing more; goes on in memory and tries again. Told once until it takes something. */
  readonly failed: (error: unknown) => void;
}

/**
 * Writes the journal of a document, and of another from the moment that takes its place. It follows the document with a replica:
 * checkpoints are written of that, and what storage did not take is not lost as long as this program runs.
 */
export class JournalWriter {
  readonly #options: JournalWriterOptions;
  #replica: Replica | undefined;
  #n = 0;
  /** What is written to. */
  #current: WritingSegment | undefined;
  /** What is written to as well, until it is in storage and takes the other's place. */
  #next: WritingSegment | undefined;
  #lastWrite = 0;
  #notBefore = 0;
  #lookedAround = Number.NEGATIVE_INFINITY;
  #hasFailed = false;
  #work: Promise<void> = Promise.resolve();
  #opening: Promise<void> = Promise.resolve();

  constructor(options: JournalWriterOptions) {
    this.#options = options;
  }

  /** The document is this from now on; `n` is the number of the last line before. */
  begin(state: JournalState, n: number): void {
    const begun = Replica.of(state, this.#options.registry);
    if (!begun.ok) {
      this.#fail(new Error(begun.reason));
      return;
    }
    this.follow(begun.value, n);
  }

  /** Like {@link begin}, with what was recovered. */
  follow(replica: Replica, n: number): void {
    if (replica.uid !== this.#replica?.uid) this.#leave();
    this.#replica = replica;
    this.#n = n;
    this.#notBefore = 0;
    this.#startSegment();
  }

  /** Adds a line, at once; its number is one more than that of the last. */
  write(n: number, item: JournalItem): void {
    const replica = this.#replica;
    if (!replica) return;
    const { uid } = replica;
    const outcome = replica.follow(item);
    this.#n = n;
    if (!outcome.ok || (item.kind === "entry" && item.entry.version !== replica.version)) {
      this.#replica = undefined;
      this.#options.lost();
      return;
    }
    if (replica.uid !== uid) {
      this.#leave();
      this.#startSegment();
      return;
    }
    const line = { n, at: this.#now(), item };
    const isIn = this.#current?.append(line) ?? false;
    const isInNext = this.#next?.append(line) ?? false;
    this.#lastWrite = line.at;
    if (isIn || isInNext) this.#options.written(n);
    if (item.kind === "entry" && (item.entry.role === "end" || item.entry.role === "cancel")) this.#current?.flush();
    this.#startSegmentWhenDue();
  }

  /** To be called each 250 ms. */
  tick(): void {
    this.#current?.flush();
    this.#startSegmentWhenDue();
  }

  /** Writes a checkpoint now that is never thinned out. */
  keepVersion(name: string): void {
    this.#startSegment(name);
  }

  /** Ends when all that can be is in storage. */
  async close(): Promise<void> {
    this.#leave();
    this.#replica = undefined;
    await this.#work;
  }

  #now(): number {
    return this.#options.now();
  }

  #startSegmentWhenDue(): void {
    if (this.#next || !this.#replica?.isAtRest || this.#now() < this.#notBefore) return;
    const { lines = MOST_LINES, characters = 0 } = this.#current ?? {};
    const hasRested = lines > 0 && this.#now() - this.#lastWrite >= REST;
    if (lines >= MOST_LINES || characters >= MOST_CHARACTERS || hasRested) this.#startSegment();
  }

  #startSegment(name?: string): void {
    const replica = this.#replica;
    if (!replica) return;
    const { storage } = this.#options;
    const { uid } = replica;
    const checkpoint = { n: this.#n, at: this.#now(), ...(name !== undefined && { name }), state: replica.state() };
    // A version that is still on its way into storage is not given up for another.
    if (this.#next) this.#afterwards(this.#next);
    const segment = new WritingSegment({
      storage,
      uid,
      checkpoint,
      after: this.#opening,
      opened: () => {
        if (this.#next !== segment) return;
        if (this.#current) this.#afterwards(this.#current);
        this.#current = segment;
        this.#next = undefined;
        this.#hasFailed = false;
        this.#options.written(this.#n);
        this.#work = this.#work.then(() => this.#tidy(uid, segment.file));
      },
      failed: (error) => {
        if (this.#next === segment) this.#next = undefined;
        else if (this.#current === segment) this.#current = undefined;
        else return;
        this.#notBefore = this.#now() + PATIENCE;
        this.#fail(error);
      },
    });
    this.#next = segment;
    this.#opening = segment.opening;
  }

  async #tidy(uid: string, current: SegmentFile | undefined): Promise<void> {
    const { storage, bound } = this.#options;
    await houseWork(storage, uid, current, this.#now());
    if (!bound || this.#now() - this.#lookedAround < LOOK_AROUND) return;
    this.#lookedAround = this.#now();
    const { most, isOpen } = await bound();
    await thinAllJournals(storage, { most, isOpen: (other) => other === uid || isOpen(other) });
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#options.failed(error);
  }

  /** What is written to so far ends with all that was added. */
  #leave(): void {
    for (const segment of [this.#current, this.#next]) if (segment) this.#afterwards(segment);
    this.#current = undefined;
    this.#next = undefined;
  }

  #afterwards(segment: WritingSegment): void {
    this.#work = this.#work.then(() => segment.close());
  }
}
