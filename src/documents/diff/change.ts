import type { RowTable } from "./sheet.ts";

/** One difference between two documents, in plain JSON by name: what `optophone diff --json` prints. */
export interface Change {
  readonly kind: "added" | "removed" | "changed";
  readonly table: "patch" | RowTable;
  /**
   * Which row: the path of a module, `from → to` of a cable, else a name; of the patch itself nothing. As it is called in the first
   * document, or in the second where it is new.
   */
  readonly row: string;
  /** A module's type. */
  readonly type?: string;
  /** What changed: `name`, `parameter/cutoff`, `content/source`, `step/4`, `amount`, … */
  readonly field?: string;
  /** What it was, absent where there was nothing. */
  readonly from?: unknown;
  /** What it is, absent where there is nothing any more. */
  readonly to?: unknown;
}
