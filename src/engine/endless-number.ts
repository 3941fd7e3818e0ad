import { isTable } from "./table.ts";

/** Levels looked into; what is nested deeper is refused where it is read. */
const DEEPEST = 16;

/** Says where plain data holds a number that is none or has no end, as no file could; tables are passed over: they hold what was checked. */
export function endlessNumber(value: unknown, path = "", depth = 0): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `${path || "its payload"} is ${value}`;
  if (typeof value !== "object" || value === null || depth > DEEPEST || isTable(value)) return undefined;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const found = endlessNumber(value[index], `${path}[${index}]`, depth + 1);
      if (found) return found;
    }
    return undefined;
  }
  for (const key in value) {
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof inner !== "number" && typeof inner !== "object") continue;
    const found = endlessNumber(inner, path ? `${path}.${key}` : key, depth + 1);
    if (found) return found;
  }
  return undefined;
}
