import type { JournalState } from "#documents/journal/checkpoint.ts";
import type { JournalItem } from "#documents/journal/journal-item.ts";

/** What a page that was left could not see written any more; kept where a page can write at its very end. */
export interface LastWords {
  /** The text of a segment, when not even the document's beginning was written. */
  readonly segment?: string;
  /** The texts of lines that follow what was written. */
  readonly lines: readonly string[];
}

/** Name of the version that keeps a document as it was when it crashed its page time and again. */
export const CRASHED_VERSION = "As it was when it crashed";

/** What the page tells the journal's worker. */
export type PageMessage =
  | {
      readonly kind: "open";
      readonly uid: string;
      readonly lastWords: LastWords | undefined;
      /** How many visits to the document in a row ended in a crash soon after it was opened. */
      readonly crashes: number;
    }
  /** The document is what was recovered. */
  | { readonly kind: "resume" }
  /** The document is this; `n` is the number of the last line before. */
  | { readonly kind: "begin"; readonly state: JournalState; readonly n: number }
  | { readonly kind: "write"; readonly n: number; readonly item: JournalItem }
  | { readonly kind: "keep-version"; readonly name: string }
  | { readonly kind: "close" };

/** What was recovered, as it crosses over to the page. */
export interface RecoveredState {
  readonly state: JournalState;
  readonly n: number;
  readonly at: number;
  /** How many lines were written after that and can't be followed. */
  readonly unread: number;
  /** How many of its last changes it is without, because the document crashed its page with them; mostly 0. */
  readonly leftOut: number;
}

/** What the journal's worker tells the page. */
export type WorkerMessage =
  | { readonly kind: "opened"; readonly recovered: RecoveredState | undefined }
  /** All up to this line outlives the page. */
  | { readonly kind: "written"; readonly n: number }
  /** Answer with `begin`. */
  | { readonly kind: "lost" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "closed" };
