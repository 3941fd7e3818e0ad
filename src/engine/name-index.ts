import { Map as PersistentMap } from "immutable";
import type { Module, ModuleId, Patch, Table } from "./patch.ts";

/** A row of a table whose names are unique, among siblings where it has a parent. */
export interface Named {
  readonly name: string;
  readonly parent?: number | null;
}

export type NameIndex = PersistentMap<string, number>;

/** Follows from the table alone, so it is kept beside the patch and not in it; a table not yet seen is read once. */
const indices = new WeakMap<object, NameIndex>();

export const nameKey = ({ parent, name }: Named): string => (parent == null ? name : `${parent}/${name}`);

/** Finds a table's rows by name. */
export function nameIndex(table: Table<Named>): NameIndex {
  const known = indices.get(table);
  if (known) return known;
  const index = PersistentMap<string, number>().withMutations((map) => {
    for (const [id, row] of table) map.set(nameKey(row), id);
  });
  indices.set(table, index);
  return index;
}

/** Remembers the index of a table that came from one already indexed. */
export function rememberNames(table: Table<Named>, index: NameIndex): void {
  indices.set(table, index);
}

/** The module at a path of names, like `kick` or `drums/kick`. */
export function moduleAt(patch: Patch, path: string): ModuleId | undefined {
  let parent: ModuleId | null = null;
  for (const name of path.split("/")) {
    const found: number | undefined = nameIndex(patch.modules).get(nameKey({ name, parent }));
    if (found === undefined) return undefined;
    parent = found;
  }
  return parent ?? undefined;
}

/** The names from the top down to a module, joined by slashes. */
export function modulePath(patch: Patch, module: Module): string {
  const parent = module.parent === null ? undefined : patch.modules.get(module.parent);
  return parent ? `${modulePath(patch, parent)}/${module.name}` : module.name;
}

/** Leaves room for a number within the 64 characters a name may have. */
const LONGEST_STEM = 54;

/**
 * The name itself when it is free, else the same with a number after it that is. Finds one in few looks however many are
 * taken, so it is not always the lowest.
 */
export function freeName(isTaken: (name: string) => boolean, wanted: string): string {
  if (!isTaken(wanted)) return wanted;
  return numberedName(isTaken, (wanted.replace(/\d+$/, "") || wanted).slice(0, LONGEST_STEM), 2);
}

/** The stem with a free number after it, from `first` up. */
export function numberedName(isTaken: (name: string) => boolean, stem: string, first = 1): string {
  if (!isTaken(stem + first)) return stem + first;
  let taken = first;
  let free = first * 2;
  while (isTaken(stem + free)) {
    taken = free;
    free *= 2;
  }
  while (free - taken > 1) {
    const middle = (taken + free) >> 1;
    if (isTaken(stem + middle)) taken = middle;
    else free = middle;
  }
  return stem + free;
}
