import * as z from "zod";
import { done, type Outcome, refused } from "./outcome.ts";
import type { Connection, ConnectionId, ModuleId, NextIds, Patch, Table } from "./patch.ts";
import { listedProblems, schemaProblems, title } from "./patch-schema.ts";
import type { Rows, TableName } from "./rows.ts";
import { inOrder, isTable, tableOf } from "./table.ts";
import { keptSections } from "./tables/kept-sections.ts";
import { referenceProblems } from "./tables/references.ts";
import { TABLE_NAMES } from "./tables/table-names.ts";
import { tableNamed } from "./tables/tables.ts";

type RowsOf<T extends TableName> = readonly (readonly [number, Rows[T]])[];

/** A whole patch as plain JSON, exact: every table as rows `[id, row]` in ascending order of id. What follows from others is left out. */
export type PatchData = {
  readonly [T in TableName]: RowsOf<T>;
} & Pick<Patch, "uid" | "foreign" | "name" | "seed" | "kept" | "nextId">;

/** Data made here and the patches they are of: reading one back shares all tables, as undo of an opening should. */
const patches = new WeakMap<object, Patch>();

/** The patch as plain JSON. */
export function patchData(patch: Patch): PatchData {
  const { uid, foreign, name, seed, kept, nextId } = patch;
  const rows = (table: TableName) => Object.freeze(inOrder<unknown>(patch[table]).map((row) => Object.freeze(row)));
  const data = Object.freeze({
    uid,
    ...(foreign && { foreign }),
    name,
    seed,
    kept,
    nextId: Object.freeze({ ...nextId }),
    ...Object.fromEntries(TABLE_NAMES.map((table) => [table, rows(table)])),
    // Every name of a table is there by the line above.
  } as unknown as PatchData);
  patches.set(data, patch);
  return data;
}

/** Whether it is data that {@link patchData} made here, and no copy. */
export function isOwnData(data: unknown): boolean {
  return typeof data === "object" && data !== null && patches.has(data);
}

/** Whether a document is given with its tables, and not as data. */
export function isPatch(document: unknown): document is Patch {
  if (typeof document !== "object" || document === null || !("connectionsOf" in document)) return false;
  const named: { readonly [name: string]: unknown } = { ...document };
  return TABLE_NAMES.every((table) => isTable(named[table])) && isTable(named.connectionsOf);
}

const schema = z.strictObject({
  uid: z.string().max(64),
  foreign: z.literal(true).optional(),
  name: title,
  seed: z.int().min(0).max(0xffff_ffff),
  kept: keptSections.default({}),
  nextId: z.strictObject({
    module: z.int().min(1),
    connection: z.int().min(1),
    pattern: z.int().min(1),
    asset: z.int().min(1),
    preset: z.int().min(1),
  } satisfies { readonly [K in keyof NextIds]: z.ZodType }),
  ...Object.fromEntries(TABLE_NAMES.map((table) => [table, rowsSchema(table)])),
});

function rowsSchema(table: TableName): z.ZodType {
  return z.array(z.tuple([z.int().min(1), tableNamed(table).schema]));
}

/** The patch that {@link patchData} wrote. Refuses anything else and says of up to ten faults where each is; never throws. */
export function patchOf(data: unknown): Outcome<Patch> {
  const known = typeof data === "object" && data !== null ? patches.get(data) : undefined;
  if (known) return done(known);
  const parsed = schema.safeParse(data);
  if (!parsed.success) return refused(listedProblems(schemaProblems(parsed.error, data)));
  // The schema says the same as the type, but for fields that may be undefined as well as missing: JSON has none of those.
  const read = parsed.data as unknown as PatchData;
  const problems = referenceProblems(read);
  if (problems.length > 0) return refused(listedProblems(problems));
  const { uid, foreign, name, seed, kept, nextId } = read;
  return done(
    Object.freeze({
      uid,
      ...(foreign && { foreign }),
      name,
      seed,
      kept,
      nextId,
      ...Object.fromEntries(TABLE_NAMES.map((table) => [table, tableOf<unknown>(read[table])])),
      connectionsOf: cablesByModule(read.connections),
    } as unknown as Patch),
  );
}

function cablesByModule(cables: RowsOf<"connections">): Table<readonly ConnectionId[]> {
  const ends = new Map<ModuleId, ConnectionId[]>();
  const note = (module: ModuleId, cable: ConnectionId) => {
    const those = ends.get(module);
    if (those) those.push(cable);
    else ends.set(module, [cable]);
  };
  const inOrderOfId = [...cables].sort(([a], [b]) => a - b);
  for (const [id, { from, to }] of inOrderOfId as readonly (readonly [number, Connection])[]) {
    note(from.module, id);
    if (to.module !== from.module) note(to.module, id);
  }
  return tableOf(ends);
}
