import { Map as PersistentMap } from "immutable";
import type { Table } from "./patch.ts";

const EMPTY = PersistentMap<number, never>();

/** A table without rows. */
export function emptyTable<T>(): Table<T> {
  return EMPTY as PersistentMap<number, T>;
}

/** A table of the rows given; of two with one id the later stays. */
export function tableOf<T>(rows: Iterable<readonly [number, T]>): Table<T> {
  return PersistentMap<number, T>().withMutations((table) => {
    for (const [id, row] of rows) table.set(id, row);
  });
}

/** A copy that changes in place until {@link sealed}: cheaper for many changes at once. The original stays as it is. */
export function unsealed<T>(table: Table<T>): Table<T> {
  // Every table is made by this file, so it is one of immutable's maps.
  return (table as PersistentMap<number, T>).asMutable();
}

/** Ends an {@link unsealed} copy: from here on it never changes. */
export function sealed<T>(table: Table<T>): Table<T> {
  return (table as PersistentMap<number, T>).asImmutable();
}

/** Whether a value is a table, and not the plain data of one. */
export const isTable = (value: unknown): value is Table<unknown> => PersistentMap.isMap(value);

/** The rows in ascending order of id. */
export function inOrder<T>(table: Table<T>): readonly (readonly [number, T])[] {
  return [...table].sort((a, b) => a[0] - b[0]);
}
