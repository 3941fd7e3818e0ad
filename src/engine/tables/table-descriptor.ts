import type * as z from "zod";
import type { NextIds } from "#engine/patch.ts";
import type { Rows, TableName } from "#engine/rows.ts";
import type { Surroundings } from "./surroundings.ts";

/** Another id for one of a table's rows, or the same. */
export type Translate = (table: TableName, id: number) => number;

/** Everything about one table of the patch; what reads, writes, checks, moves and repairs patches goes through the list of these. */
export interface TableDescriptor<T extends TableName> {
  /** A row as plain JSON, its id included where the row holds it. */
  readonly schema: z.ZodType;
  /** What numbers its rows: a count of its own, or that of the table whose rows they belong to. */
  readonly numberedBy: keyof NextIds;
  /** Its rows belong to those of the same ids there, and go with them. */
  readonly belongsTo?: TableName;
  /** The row holds its id. */
  readonly holdsId: boolean;
  /** Its rows have names, and no two of one group the same. */
  readonly isNamed: boolean;
  /** The row with every id it refers to by another. Its own is not meant. */
  readonly translated: (row: Rows[T], to: Translate) => Rows[T];
  /** The row as it may come back by undo after others have gone on: with a free name, say. Undefined when it no longer fits. */
  readonly repaired: (row: Rows[T], id: number, around: Surroundings) => Rows[T] | undefined;
}
