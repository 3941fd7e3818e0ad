/** A frozen copy of plain JSON data, so that whoever gave it can't change it afterwards. Throws on what nests without end. */
export function plainCopy<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(plainCopy)) as T;
  // Copied key by key, so the shape stays; a key called __proto__ becomes an ordinary one.
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainCopy(item)]))) as T;
}
