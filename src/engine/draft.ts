import { addChild, childrenByParent } from "./descendants.ts";
import type { Created } from "./engine.ts";
import { FARTHEST, HIGHEST_ID } from "./id-limits.ts";
import type { Registry } from "./module-definition.ts";
import { type NameIndex, nameIndex, nameKey, rememberNames } from "./name-index.ts";
import { InverseLog, type Operation } from "./operation.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import type {
  AssetId,
  Connection,
  ConnectionId,
  Module,
  ModuleId,
  NextIds,
  Patch,
  PatternId,
  Snapshot,
  Step,
  Table,
  Transport,
} from "./patch.ts";
import { patchData } from "./patch-data.ts";
import type { Rows, TableName } from "./rows.ts";
import { sealed, unsealed } from "./table.ts";
import type { Surroundings } from "./tables/surroundings.ts";
import { TABLE_NAMES } from "./tables/table-names.ts";
import { tableNamed } from "./tables/tables.ts";
import { withIdsFrom } from "./tables/with-ids-from.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What applying commands came to. `snapshot` is the one given when nothing changed. */
export interface Applied {
  readonly snapshot: Snapshot;
  /** Takes the change back when carried out last to first. */
  readonly inverse: readonly Operation[];
  readonly transportChanged: boolean;
  readonly created: Created;
}

type WritableCreated = { -readonly [K in keyof Created]: number[] };

const NOTHING_CREATED: Created = Object.freeze({ modules: [], connections: [], patterns: [], assets: [], presets: [] });

const CREATED_KEY = {
  module: "modules",
  connection: "connections",
  pattern: "patterns",
  asset: "assets",
  preset: "presets",
} as const;

/** Tables whose rows go with a module's, those that refer to others first. */
const OF_MODULES = TABLE_NAMES.filter((table) => tableNamed(table).belongsTo === "modules").reverse();

/**
 * The next patch while commands are writing it. Each write notes its inverse; the snapshot it began from stays as it was,
 * so giving up needs nothing undone.
 */
export class Draft implements Surroundings {
  readonly registry: Registry;
  readonly patch: Writable<Patch>;
  transport: Transport;
  readonly #base: Snapshot;
  readonly #log = new InverseLog();
  #names: { modules?: NameIndex; patterns?: NameIndex } | undefined;
  #children: Map<ModuleId, Set<ModuleId>> | undefined;
  #assetAliases: Map<AssetId, AssetId> | undefined;
  readonly #unsealed: Set<keyof Patch> | undefined;
  #created: WritableCreated | undefined;

  /** `bulk` makes tables writable in place, which pays from a few writes on. */
  constructor(snapshot: Snapshot, registry: Registry, bulk: boolean) {
    this.registry = registry;
    this.#base = snapshot;
    this.patch = { ...snapshot.patch };
    this.transport = snapshot.transport;
    this.#unsealed = bulk ? new Set() : undefined;
  }

  /** Takes a new id; the one asked for when it was never used. */
  takeId(table: keyof NextIds, wanted: number | undefined): Outcome<number> {
    const next = this.patch.nextId[table];
    const id = wanted ?? next;
    if (!Number.isInteger(id) || id < 1 || id > HIGHEST_ID) return refused(`${id} can't be the id of a ${table}.`);
    if (id < next) return refused(`Id ${id} was given to a ${table} before. The next free one is ${next}.`);
    if (id > next + FARTHEST)
      return refused(
        `Id ${id} is too far up for a ${table}: the next free one is ${next}, the last ${next + FARTHEST}.`,
      );
    this.patch.nextId = { ...this.patch.nextId, [table]: id + 1 };
    this.noteCreated(table, id);
    return done(id);
  }

  /** Ids asked for in this transaction for assets that were there already, with the ids those have. */
  get assetAliases(): Map<AssetId, AssetId> {
    this.#assetAliases ??= new Map();
    return this.#assetAliases;
  }

  noteCreated(table: keyof NextIds, id: number): void {
    this.#created ??= { modules: [], connections: [], patterns: [], assets: [], presets: [] };
    this.#created[CREATED_KEY[table]].push(id);
  }

  /** Puts a row into its table, or takes it out. Does nothing to rows that depend on it. */
  put<T extends TableName>(table: T, id: number, value: Rows[T] | undefined): void {
    const before = this.#table(table).get(id);
    if (before === value) return;
    // The table's name and its row's type go together by the signature.
    this.#log.add({ kind: "row", table, id, value: before } as Operation);
    this.#write(table, id, value, before);
  }

  /** Sets some fields of a row that is there. */
  setFields<T extends "modules" | "layout" | "connections" | "patterns">(
    table: T,
    id: number,
    fields: Partial<Rows[T]>,
  ): void {
    const before = this.#table(table).get(id);
    if (!before) return;
    const keys = Object.keys(fields) as (keyof Rows[T])[];
    if (keys.every((key) => before[key] === fields[key])) return;
    const old: Partial<Rows[T]> = {};
    for (const key of keys) old[key] = before[key];
    // A field that was not there can't be said in JSON, the row without it can.
    const isWhole = keys.every((key) => before[key] !== undefined);
    this.#log.add(
      (isWhole ? { kind: "fields", table, id, value: old } : { kind: "row", table, id, value: before }) as Operation,
    );
    this.#write(table, id, withFields(before, fields), before);
  }

  setParameter(id: ModuleId, index: number, value: number): void {
    const before = this.patch.parameters.get(id);
    const old = before?.[index];
    if (before === undefined || old === undefined || old === value) return;
    this.#log.add({ kind: "parameter", table: "parameters", id, index, value: old });
    const after = before.slice();
    after[index] = value;
    this.#write("parameters", id, after, before);
  }

  setStep(id: PatternId, index: number, value: Step): void {
    const before = this.patch.patterns.get(id);
    const old = before?.steps[index];
    if (before === undefined || old === undefined) return;
    this.#log.add({ kind: "step", table: "patterns", id, index, value: old });
    const steps = before.steps.slice();
    steps[index] = value;
    this.#write("patterns", id, { ...before, steps }, before);
  }

  setTitle(value: string): void {
    if (value === this.patch.name) return;
    this.#log.add({ kind: "title", value: this.patch.name });
    this.patch.name = value;
  }

  /** Swaps the document; ids given out before are not given out again, so those of a foreign document move above them. */
  setDocument(document: Patch): void {
    const before = this.#sealedPatch();
    this.#log.add({ kind: "document", value: patchData(before) });
    this.#unsealed?.clear();
    const { foreign, ...next } = document.foreign ? withIdsFrom(document, before.nextId) : document;
    const nextId = { ...before.nextId };
    for (const key of Object.keys(nextId) as (keyof NextIds)[])
      nextId[key] = Math.max(before.nextId[key], next.nextId[key]);
    Object.assign(this.patch, next, { nextId });
    this.#names = undefined;
    this.#children = undefined;
  }

  /** Takes a module out with everything that hangs on it: the modules in it, cables, values, place, binding. */
  removeModule(id: ModuleId): void {
    this.#children ??= childrenByParent(this.patch.modules);
    for (const child of [...(this.#children.get(id) ?? [])]) this.removeModule(child);
    for (const connection of this.patch.connectionsOf.get(id) ?? []) this.put("connections", connection, undefined);
    for (const table of OF_MODULES) this.put(table, id, undefined);
    this.put("modules", id, undefined);
  }

  /** Takes a pattern out; the modules that played it play nothing. */
  removePattern(id: PatternId): void {
    for (const [module, bound] of [...this.patch.bindings]) if (bound === id) this.put("bindings", module, undefined);
    this.put("patterns", id, undefined);
  }

  /** Names in use, with the ids of those who have them. */
  namesOf(table: "modules" | "patterns"): NameIndex {
    this.#names ??= {};
    this.#names[table] ??= nameIndex(this.patch[table]);
    return this.#names[table];
  }

  finish(): Applied {
    const inverse = this.#log.operations;
    const patchChanged = inverse.length > 0 || this.patch.nextId !== this.#base.patch.nextId;
    const transportChanged = this.transport !== this.#base.transport;
    const created = this.#created ?? NOTHING_CREATED;
    if (!patchChanged && !transportChanged) return { snapshot: this.#base, inverse, transportChanged, created };
    const patch = patchChanged ? Object.freeze(this.#unsealed ? this.#sealedPatch() : this.patch) : this.#base.patch;
    if (this.#names?.modules) rememberNames(patch.modules, this.#names.modules);
    if (this.#names?.patterns) rememberNames(patch.patterns, this.#names.patterns);
    const snapshot = Object.freeze({ version: this.#base.version + 1, patch, transport: this.transport });
    return { snapshot, inverse, transportChanged, created };
  }

  #table<T extends TableName>(table: T): Table<Rows[T]> {
    // `Rows` states what each of these tables holds.
    return this.patch[table] as unknown as Table<Rows[T]>;
  }

  /** Writes a row and keeps what follows from it: the cables at each module, and names. */
  #write<T extends TableName>(table: T, id: number, value: Rows[T] | undefined, before: Rows[T] | undefined): void {
    if (table === "modules" || table === "patterns") this.#rename(table, id, before as Named, value as Named);
    if (table === "modules" && this.#children)
      this.#move(id, before as Module | undefined, value as Module | undefined, this.#children);
    this.#store(table, id, value);
    if (table === "connections") this.#index(id, before as Connection | undefined, value as Connection | undefined);
  }

  #store(table: TableName | "connectionsOf", id: number, value: unknown): void {
    const tables = this.patch as unknown as Record<string, Table<unknown>>;
    let rows = tables[table] as Table<unknown>;
    if (this.#unsealed && !this.#unsealed.has(table)) {
      this.#unsealed.add(table);
      rows = unsealed(rows);
    }
    tables[table] = value === undefined ? rows.delete(id) : rows.set(id, value);
  }

  #rename(table: "modules" | "patterns", id: number, before: Named, after: Named): void {
    if (before && after && nameKey(before) === nameKey(after)) {
      // Only other fields changed: the index known for the table before holds for the one after.
      this.namesOf(table);
      return;
    }
    let names = this.namesOf(table);
    if (before && names.get(nameKey(before)) === id) names = names.delete(nameKey(before));
    if (after) names = names.set(nameKey(after), id);
    this.#names = { ...this.#names, [table]: names };
  }

  #move(
    id: ModuleId,
    before: Module | undefined,
    after: Module | undefined,
    children: Map<ModuleId, Set<ModuleId>>,
  ): void {
    if (before && before.parent !== null) children.get(before.parent)?.delete(id);
    if (after && after.parent !== null) addChild(children, after.parent, id);
  }

  #index(id: ConnectionId, before: Connection | undefined, after: Connection | undefined): void {
    for (const module of before ? endsOf(before) : []) {
      const left = (this.patch.connectionsOf.get(module) ?? []).filter((other) => other !== id);
      this.#store("connectionsOf", module, left.length > 0 ? left : undefined);
    }
    for (const module of after ? endsOf(after) : []) {
      const those = this.patch.connectionsOf.get(module) ?? [];
      const at = those.findLastIndex((other) => other < id) + 1;
      this.#store("connectionsOf", module, those.toSpliced(at, 0, id));
    }
  }

  #sealedPatch(): Patch {
    const patch = { ...this.patch };
    const tables = patch as unknown as Record<string, Table<unknown>>;
    for (const table of this.#unsealed ?? []) tables[table] = sealed(tables[table] as Table<unknown>);
    return patch;
  }
}

type Named = { readonly name: string; readonly parent?: number | null } | undefined;

function endsOf({ from, to }: Connection): readonly ModuleId[] {
  return from.module === to.module ? [from.module] : [from.module, to.module];
}

/** A field set to undefined is left out, as it was before it was ever set. */
function withFields<R>(row: R, fields: Partial<R>): R {
  const next = { ...row, ...fields };
  for (const key of Object.keys(fields) as (keyof R)[]) if (next[key] === undefined) delete next[key];
  return next;
}
