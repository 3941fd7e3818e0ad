import { renumberedAssets } from "#engine/asset-references.ts";
import type { Content } from "#engine/module-definition.ts";

/** The tables whose rows can be added, removed and changed; what hangs on a row (values, place, pattern) is a cell of it. */
export const ROW_TABLES = ["assets", "presets", "patterns", "modules", "connections"] as const;
/** One of those tables. */
export type RowTable = (typeof ROW_TABLES)[number];

/** What a row holds, a cell for each thing that can change by itself. Values are plain JSON; references are ids. */
export type Cells = ReadonlyMap<string, unknown>;
/** The rows of a table by id. */
export type Rows = ReadonlyMap<number, Cells>;

/** A document as rows of cells: what comparing and merging work on. */
export interface Sheet extends Readonly<Record<RowTable, Rows>> {
  /** `name`, `seed`, `bpm`, `beatsPerBar`. */
  readonly patch: Cells;
}

/** Where a cable begins or ends. */
export interface End {
  readonly module: number;
  readonly port: string;
}

/** Cells of a module's parameters begin so. */
export const PARAMETER = "parameter/";
/** Cells of a module's content begin so, one for each of its keys; some contents are one cell, `content`. */
export const CONTENT = "content/";
/** Cells of a pattern's steps begin so; an empty step has none. */
export const STEP = "step/";

/** One end of a cable. */
export const endOf = (cable: Cells, which: "from" | "to"): End => cable.get(which) as End;
/** The module a module lives in; undefined at the top. */
export const parentOf = (module: Cells | undefined): number | undefined => module?.get("parent") as number | undefined;
/** What a row is called; empty where it has no name. */
export const nameOf = (row: Cells | undefined): string => (row?.get("name") as string | undefined) ?? "";

/** Ids of rows, by those they are to have. */
export type Renumbering = Readonly<Partial<Record<RowTable, ReadonlyMap<number, number>>>>;

/** The same sheet with other ids, wherever they stand. */
export function renumbered(sheet: Sheet, ids: Renumbering): Sheet {
  const next: { -readonly [K in keyof Sheet]: Sheet[K] } = { ...sheet };
  for (const table of ROW_TABLES) {
    if (!ids[table] && !REFERRING[table].some((other) => ids[other])) continue;
    next[table] = new Map(
      [...sheet[table]].map(([id, cells]) => [ids[table]?.get(id) ?? id, withReferences(table, cells, ids)]),
    );
  }
  return next;
}

/** The tables a row of each refers to. */
const REFERRING: Readonly<Record<RowTable, readonly RowTable[]>> = {
  assets: [],
  presets: [],
  patterns: [],
  modules: ["modules", "patterns", "assets"],
  connections: ["modules"],
};

function withReferences(table: RowTable, cells: Cells, ids: Renumbering): Cells {
  if (table === "connections") {
    if (!ids.modules) return cells;
    const moved = (end: End): End => ({ ...end, module: ids.modules?.get(end.module) ?? end.module });
    return new Map([...cells, ["from", moved(endOf(cells, "from"))], ["to", moved(endOf(cells, "to"))]]);
  }
  if (table !== "modules") return cells;
  const next = new Map(cells);
  const refer = (cell: string, to: ReadonlyMap<number, number> | undefined) => {
    const value = cells.get(cell);
    if (typeof value === "number") next.set(cell, to?.get(value) ?? value);
  };
  refer("parent", ids.modules);
  refer("pattern", ids.patterns);
  if (ids.assets) setContent(next, renumberedAssets(contentOf(cells) ?? {}, ids.assets));
  return next;
}

/** The content a module's cells hold. */
export function contentOf(cells: Cells): Content | undefined {
  const whole = cells.get("content");
  if (whole !== undefined && whole !== true) return whole as Content;
  const entries = [...cells].flatMap(([cell, value]) =>
    cell.startsWith(CONTENT) ? [[cell.slice(CONTENT.length), value] as const] : [],
  );
  return whole === true || entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** Writes a content back into cells, in the form it has there. */
function setContent(cells: Map<string, unknown>, content: Content): void {
  const whole = cells.get("content");
  if (whole !== undefined && whole !== true) cells.set("content", content);
  else for (const [key, value] of Object.entries(content)) cells.set(CONTENT + key, value);
}

/** Whether two plain JSON values say the same, whatever the order of their keys. */
export function isAlike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (a === 0 && b === 0)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) => Object.hasOwn(b, key) && isAlike((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}

/** Whether two rows hold the same; of modules, wherever on the canvas they are. */
export function isSameRow(a: Cells, b: Cells): boolean {
  const without = (cells: Cells) => cells.size - (cells.has("place") ? 1 : 0);
  if (without(a) !== without(b)) return false;
  for (const [cell, value] of a) if (cell !== "place" && !(b.has(cell) && isAlike(value, b.get(cell)))) return false;
  return true;
}
