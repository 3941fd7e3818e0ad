import type { Operation } from "./operation.ts";

/**
 * Whether two changes of one origin have to be taken back in the order opposite to theirs. Values in different cells can be taken
 * back in any order. Changes of structure depend on one another in many ways (names, cables, places in a picture input), so two of
 * them always overlap.
 */
export function overlaps(one: Operation, other: Operation): boolean {
  if (one.kind === "document" || other.kind === "document") return true;
  if (isStructural(one) && isStructural(other)) return true;
  if (one.kind === "title" || other.kind === "title") return false;
  if (one.table !== other.table || one.id !== other.id) return false;
  if (one.kind === "fields" && other.kind === "fields") return Object.keys(one.value).some((key) => key in other.value);
  if ("index" in one && "index" in other) return one.index === other.index;
  return true;
}

/** More than a value: rows that come or go, names, content. */
function isStructural(operation: Operation): boolean {
  if (operation.kind === "fields") return "name" in operation.value || "content" in operation.value;
  return operation.kind !== "parameter" && operation.kind !== "step";
}
