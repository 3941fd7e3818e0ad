import { freeName } from "#engine/name-index.ts";
import type { Table } from "#engine/patch.ts";

/** The row, with a number after its name when that is taken. */
export function renamed<T extends { readonly name: string }>(row: T, isTaken: (name: string) => boolean): T {
  const name = freeName(isTaken, row.name);
  return name === row.name ? row : { ...row, name };
}

/** Whether a row other than this one has a name. */
export function nameTakenIn(table: Table<{ readonly name: string }>, id: number): (name: string) => boolean {
  const taken = new Set([...table].flatMap(([other, { name }]) => (other === id ? [] : [name])));
  return (name) => taken.has(name);
}
