import type { JournalState } from "#documents/journal/checkpoint.ts";
import { type DraftText, type JournalItem, writeLine } from "#documents/journal/journal-item.ts";
import { stateOf } from "#documents/journal/replica.ts";
import { SegmentText } from "#documents/journal/segment.ts";
import type { Engine } from "#engine/engine.ts";
import type { UndoStacks } from "#engine/entry.ts";
import type { ModuleId, Snapshot } from "#engine/patch.ts";
import { patchOf } from "#engine/patch-data.ts";
import { beginVisit, beginVisitsAnew, holdVisit } from "./crash-count.ts";
import type { PageMessage, RecoveredState, WorkerMessage } from "./journal-messages.ts";
import { hearLastWords, speakLastWords, takeBackLastWords } from "./last-words.ts";

/** Milliseconds for which keystrokes in a script are gathered to one line. */
const TYPING = 100;
/** Milliseconds after opening in which a crash may be the document's doing. */
const SOON = 60_000;

/** A document as its journal has it. An engine can begin with it. */
export interface RecoveredDocument {
  readonly snapshot: Snapshot;
  readonly undoStacks: UndoStacks;
  /** Unapplied texts of scripts. */
  readonly drafts: readonly (readonly [ModuleId, DraftText])[];
  /** When its last line was written, in milliseconds since 1970. */
  readonly at: number;
  /** Lines since its journal began. */
  readonly count: number;
  /** The page that had it ended without a word, as in a crash. */
  readonly crashed: boolean;
  /** How many lines were written after those and can't be read any more: damage to what the browser keeps. */
  readonly unread: number;
  /**
   * How many of its last changes it is without, because with them it crashed its page twice in a row soon after it was opened; mostly 0.
   * They are kept as the version {@link CRASHED_VERSION}.
   */
  readonly leftOut: number;
}

export interface OpenJournalOptions {
  /** Starts the thread that writes. */
  readonly startWorker: () => Worker;
  /** Hears when storage takes nothing more, with the reason: everything goes on, in memory. */
  readonly onFailure: (reason: string) => void;
}

/** The journal of this page: of the document it begins with, and of each that takes its place. */
export interface Journal {
  /** The document as it was; undefined when this device knows nothing of it, or nothing that can be read. */
  readonly recovered: RecoveredDocument | undefined;
  /** Writes everything that happens in an engine from now on. To be called once. */
  follow(engine: Engine): void;
  /** Writes what a script's unapplied text is now; undefined when there is none any more. */
  writeDraft(module: ModuleId, draft: DraftText | undefined): void;
  /** Has the document as it is now kept for good, under a name. */
  keepVersion(name: string): void;
  /** Ends when everything is written. */
  close(): Promise<void>;
}

/** Opens the journal of a document. Never rejects: without a journal nothing was recovered. */
export async function openJournal(uid: string, { startWorker, onFailure }: OpenJournalOptions): Promise<Journal> {
  const crashes = beginVisit(uid);
  const lastWords = hearLastWords(uid);
  const worker = startWorker();
  const post = (message: PageMessage) => worker.postMessage(message);
  const answers = new Promise<RecoveredState | undefined>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.kind === "opened") resolve(data.recovered);
    };
    worker.onerror = () => resolve(undefined);
  });
  post({ kind: "open", uid, lastWords, crashes });
  const found = await answers;
  const recovered = found && documentOf(found, lastWords === undefined);
  if (!recovered) holdVisit(uid);
  else if (recovered.leftOut > 0) beginVisitsAnew(uid);
  // Else they are part of what was recovered, and stay until that is written.
  if (!recovered || recovered.leftOut > 0) takeBackLastWords(uid);
  return new PageJournal(worker, recovered, onFailure);
}

function documentOf(
  { state, n, at, unread, leftOut }: RecoveredState,
  crashed: boolean,
): RecoveredDocument | undefined {
  const patch = patchOf(state.patch);
  if (!patch.ok) return undefined;
  const { version, transport, undoStacks, drafts } = state;
  const snapshot = Object.freeze({ version, transport, patch: patch.value });
  return { snapshot, undoStacks, drafts, at, count: n, crashed, unread, leftOut };
}

class PageJournal implements Journal {
  readonly recovered: RecoveredDocument | undefined;
  readonly #worker: Worker;
  readonly #ends: (() => void)[] = [];
  #engine: Engine | undefined;
  #n: number;
  /** Up to which line all is written; less than the line a document began with, when not even that is. */
  #written: number;
  /** The last words of the visit before are still there. */
  #hasOldWords: boolean;
  #waiting: { readonly n: number; readonly uid: string; readonly item: JournalItem }[] = [];
  readonly #drafts: Map<ModuleId, DraftText>;
  readonly #typed = new Map<ModuleId, DraftText | undefined>();
  #typing: ReturnType<typeof setTimeout> | undefined;
  #closed: (() => void) | undefined;
  #closing: Promise<void> | undefined;

  constructor(worker: Worker, recovered: RecoveredDocument | undefined, onFailure: (reason: string) => void) {
    this.recovered = recovered;
    this.#hasOldWords = recovered !== undefined && !recovered.crashed;
    this.#worker = worker;
    this.#drafts = new Map(recovered?.drafts);
    this.#n = recovered?.count ?? 0;
    this.#written = this.#n - 1;
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.kind === "written") this.#take(data.n);
      else if (data.kind === "lost") this.#begin();
      else if (data.kind === "failed") onFailure(data.reason);
      else if (data.kind === "closed") this.#closed?.();
    };
    worker.onerror = (event) => onFailure(event.message || "the part that writes could not be loaded");
  }

  follow(engine: Engine): void {
    this.#engine = engine;
    const { recovered } = this;
    if (recovered && engine.snapshot() === recovered.snapshot) this.#post({ kind: "resume" });
    else this.#begin();
    const held = this.#holdSoon();
    this.#ends.push(
      engine.onEntry((entry) => {
        if (entry.origin === "hand") held();
        this.#write({ kind: "entry", entry });
      }),
    );
    const left = () => {
      held();
      this.#speak();
    };
    const seen = () => {
      if (document.visibilityState === "hidden") left();
      else takeBackLastWords(engine.snapshot().patch.uid);
    };
    addEventListener("pagehide", left);
    document.addEventListener("visibilitychange", seen);
    this.#ends.push(() => {
      removeEventListener("pagehide", left);
      document.removeEventListener("visibilitychange", seen);
    });
  }

  /** Has the visit held after a minute, or before when the function returned is called: who works in a document can also undo. */
  #holdSoon(): () => void {
    const uid = this.recovered?.snapshot.patch.uid;
    if (uid === undefined) return () => undefined;
    let isHeld = false;
    const held = () => {
      if (isHeld) return;
      isHeld = true;
      clearTimeout(timer);
      holdVisit(uid);
    };
    const timer = setTimeout(held, SOON);
    this.#ends.push(held);
    return held;
  }

  writeDraft(module: ModuleId, draft: DraftText | undefined): void {
    if (draft) this.#drafts.set(module, draft);
    else this.#drafts.delete(module);
    this.#typed.set(module, draft);
    this.#typing ??= setTimeout(() => this.#writeTyped(), TYPING);
  }

  keepVersion(name: string): void {
    this.#post({ kind: "keep-version", name });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#writeTyped();
    for (const end of this.#ends) end();
    const closed = new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    this.#post({ kind: "close" });
    await closed;
    this.#worker.terminate();
  }

  #post(message: PageMessage): void {
    this.#worker.postMessage(message);
  }

  /** Tells the worker the whole state. */
  #begin(): void {
    const state = this.#state();
    if (!state) return;
    this.#written = this.#n - 1;
    this.#post({ kind: "begin", state, n: this.#n });
  }

  #state(): JournalState | undefined {
    return this.#engine && stateOf(this.#engine.snapshot(), this.#engine.undoStacks(), this.#drafts);
  }

  #write(item: JournalItem): void {
    if (!this.#engine) return;
    const n = ++this.#n;
    this.#waiting.push({ n, uid: this.#engine.snapshot().patch.uid, item });
    this.#post({ kind: "write", n, item });
  }

  #writeTyped(): void {
    clearTimeout(this.#typing);
    this.#typing = undefined;
    for (const [module, draft] of this.#typed) this.#write({ kind: "draft", module, ...(draft && { draft }) });
    this.#typed.clear();
  }

  #take(n: number): void {
    if (this.#hasOldWords && this.recovered) takeBackLastWords(this.recovered.snapshot.patch.uid);
    this.#hasOldWords = false;
    this.#written = n;
    this.#waiting = this.#waiting.filter((line) => line.n > n);
  }

  /** Says what may not be written any more when the page ends now. */
  #speak(): void {
    const engine = this.#engine;
    if (!engine) return;
    engine.flush();
    this.#writeTyped();
    this.#hasOldWords = false;
    const { uid } = engine.snapshot().patch;
    const at = Date.now();
    const first = this.#waiting[0];
    const isContinued = first
      ? this.#written >= first.n - 1 && this.#waiting.every((line) => line.uid === uid)
      : this.#written >= this.#n;
    const state = isContinued ? undefined : this.#state();
    if (state) speakLastWords(uid, { segment: new SegmentText().checkpoint({ n: this.#n, at, state }), lines: [] });
    else speakLastWords(uid, { lines: this.#waiting.map(({ n, item }) => writeLine({ n, at, item })) });
  }
}
