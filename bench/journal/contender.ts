/** Modules of the document that is kept, 1 to so many; each is a filter. */
export const MODULES = 100;

/** One way of keeping a document that is being changed. */
export interface Contender {
  /** Sets a module's cutoff, in Hz; ends as soon as the next may come. */
  change(module: number, cutoff: number): Promise<void> | void;
  /** Ends when all is kept. */
  close(): Promise<void>;
  /** The module's cutoff as it comes back on the next visit. */
  comesBack(module: number): Promise<number | undefined>;
}

/** How a page with a contender is driven. */
export interface JournalPage {
  /** Gets ready; without `keeps` changes are made and nothing is kept. */
  prepare(contender: "ours" | "rival", keeps: boolean): Promise<void>;
  /** Makes changes, each in a task of its own as those of a hand are, and ends when all are kept. */
  run(changes: number): Promise<void>;
  /** Whether the last change comes back on the next visit. */
  holds(): Promise<boolean>;
}

declare global {
  interface Window {
    journalPage: JournalPage;
  }
}
