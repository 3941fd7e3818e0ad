import type { Checkpoint } from "./checkpoint.ts";
import type { JournalLine } from "./journal-item.ts";
import { SegmentText } from "./segment.ts";
import type { SegmentFile } from "./segment-file.ts";
import type { SegmentSink, SegmentStorage } from "./segment-storage.ts";

export interface WritingSegmentOptions {
  readonly storage: SegmentStorage;
  readonly uid: string;
  /** What it begins with. */
  readonly checkpoint: Checkpoint;
  /** What has to be over before it is numbered. */
  readonly after: Promise<void>;
  /** It is in storage, with all that was added meanwhile. */
  readonly opened: () => void;
  /** Storage takes nothing more. Called once; later lines are not written. */
  readonly failed: (error: unknown) => void;
}

/** A segment on its way into storage. Lines can be added at once; they wait until storage is ready. */
export class WritingSegment {
  readonly #options: WritingSegmentOptions;
  readonly #text = new SegmentText();
  /** Over when it is in storage or has failed. */
  readonly opening: Promise<void>;
  #waiting: string[];
  #sink: SegmentSink | undefined;
  #isOver = false;
  #lines = 0;
  #characters = 0;
  file: SegmentFile | undefined;

  constructor(options: WritingSegmentOptions) {
    this.#options = options;
    this.#waiting = [this.#text.checkpoint(options.checkpoint)];
    this.opening = options.after.then(() => this.#open());
  }

  /** Lines added. */
  get lines(): number {
    return this.#lines;
  }

  /** Characters of all lines added. */
  get characters(): number {
    return this.#characters;
  }

  /** Answers whether it is in storage now. */
  append(line: JournalLine): boolean {
    if (this.#isOver) return false;
    const text = this.#text.line(line);
    this.#lines++;
    this.#characters += text.length;
    if (!this.#sink) {
      this.#waiting.push(text);
      return false;
    }
    return this.#tried((sink) => sink.append(text));
  }

  flush(): void {
    this.#tried((sink) => sink.flush());
  }

  /** Ends it when all that was added is in storage. */
  async close(): Promise<void> {
    await this.opening;
    this.flush();
    this.#isOver = true;
    await this.#sink?.close().catch(() => undefined);
    this.#sink = undefined;
  }

  async #open(): Promise<void> {
    const { storage, uid, checkpoint, opened } = this.#options;
    try {
      const last = (await storage.list(uid)).at(-1);
      const file: SegmentFile = {
        number: (last?.number ?? 0) + 1,
        at: checkpoint.at,
        isVersion: checkpoint.name !== undefined,
        isShort: false,
      };
      this.#sink = await storage.create(uid, file);
      this.file = file;
    } catch (error) {
      this.#fail(error);
      return;
    }
    const text = this.#waiting.join("");
    this.#waiting = [];
    if (this.#tried((sink) => sink.append(text))) opened();
  }

  #tried(work: (sink: SegmentSink) => void): boolean {
    if (!this.#sink || this.#isOver) return false;
    try {
      work(this.#sink);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #fail(error: unknown): void {
    this.#isOver = true;
    this.#waiting = [];
    this.#options.failed(error);
  }
}
