import type { Table } from "#engine/patch.ts";
import { inOrder } from "#engine/table.ts";

/** The rows of one table in the order of their ids, sorted anew only when it is another table. */
export class SortedRows<T> {
  #table: Table<T> | undefined;
  #rows: readonly (readonly [number, T])[] = [];

  of(table: Table<T>): readonly (readonly [number, T])[] {
    if (this.#table !== table) {
      this.#rows = inOrder(table);
      this.#table = table;
    }
    return this.#rows;
  }
}
