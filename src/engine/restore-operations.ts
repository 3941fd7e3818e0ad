import { refersTo } from "./asset-references.ts";
import { isAway } from "./away.ts";
import { cableSignal, isTwice, replacedBy } from "./connection-rules.ts";
import type { Draft } from "./draft.ts";
import { freeName, nameKey } from "./name-index.ts";
import type { FieldsOperation, Operation, RowOperation } from "./operation.ts";
import type { Refusal } from "./outcome.ts";
import type { AssetId, Connection, Module, Table } from "./patch.ts";
import { patchOf } from "./patch-data.ts";
import { strangeSignal } from "./strange-cable.ts";

/**
 * Carries out operations, last to first. The patch may have gone on since they were noted, by other hands: what no longer
 * fits is passed over, and a name taken meanwhile gets a number.
 */
export function restoreOperations(draft: Draft, operations: readonly Operation[]): Refusal | undefined {
  for (let at = operations.length - 1; at >= 0; at--) {
    const operation = operations[at];
    const refusal = operation && restoreOne(draft, operation);
    if (refusal) return refusal;
  }
  return undefined;
}

function restoreOne(draft: Draft, operation: Operation): Refusal | undefined {
  switch (operation.kind) {
    case "parameter":
      draft.setParameter(operation.id, operation.index, operation.value);
      break;
    case "step":
      draft.setStep(operation.id, operation.index, operation.value);
      break;
    case "fields":
      restoreFields(draft, operation);
      break;
    case "title":
      draft.setTitle(operation.value);
      break;
    case "document": {
      const document = patchOf(operation.value);
      if (!document.ok) return document;
      draft.setDocument(document.value);
      break;
    }
    case "row":
      if (operation.value === undefined) removeRow(draft, operation);
      else restoreRow(draft, operation);
      break;
  }
  return undefined;
}

function restoreFields(draft: Draft, operation: FieldsOperation): void {
  const { table, id, value } = operation;
  if (table !== "modules") {
    draft.setFields(table, id, value);
    return;
  }
  const module = draft.patch.modules.get(id);
  if (!module) return;
  const next = { ...module, ...value };
  draft.setFields("modules", id, value.name === undefined ? value : { ...value, name: nameFor(draft, next) });
}

function removeRow(draft: Draft, { table, id }: RowOperation): void {
  if (table === "modules") draft.removeModule(id);
  else if (table === "patterns") draft.removePattern(id);
  else if (table !== "assets" || !isUsed(draft, id)) draft.put(table, id, undefined);
}

/** Media somebody else has begun to use stay. */
function isUsed(draft: Draft, asset: AssetId): boolean {
  for (const { content } of draft.patch.modules.values()) if (content && refersTo(content, asset)) return true;
  return false;
}

function restoreRow(draft: Draft, operation: RowOperation): void {
  const { table, id, value } = operation;
  const { patch } = draft;
  if (value === undefined) return;
  switch (table) {
    case "modules":
      draft.put(table, id, withFreeName(draft, value));
      break;
    case "connections":
      if (stillFits(draft, value)) draft.put(table, id, value);
      break;
    case "patterns": {
      const names = draft.namesOf("patterns");
      draft.put(
        table,
        id,
        renamed(value, (name) => (names.get(name) ?? id) !== id),
      );
      break;
    }
    case "assets":
      draft.put(table, id, renamed(value, nameTakenIn(patch.assets, id)));
      break;
    case "presets":
      draft.put(table, id, renamed(value, nameTakenIn(patch.presets, id)));
      break;
    case "bindings":
      if (patch.modules.has(id) && patch.patterns.has(value)) draft.put(table, id, value);
      break;
    case "parameters":
      if (patch.modules.has(id)) draft.put(table, id, value);
      break;
    case "layout":
      if (patch.modules.has(id)) draft.put(table, id, value);
      break;
  }
}

function renamed<T extends { readonly name: string }>(row: T, isTaken: (name: string) => boolean): T {
  const name = freeName(isTaken, row.name);
  return name === row.name ? row : { ...row, name };
}

function nameTakenIn(table: Table<{ readonly name: string }>, id: number): (name: string) => boolean {
  const taken = new Set([...table].flatMap(([other, { name }]) => (other === id ? [] : [name])));
  return (name) => taken.has(name);
}

function withFreeName(draft: Draft, module: Module): Module {
  const parent = module.parent !== null && draft.patch.modules.has(module.parent) ? module.parent : null;
  const name = nameFor(draft, { ...module, parent });
  return name === module.name && parent === module.parent ? module : { ...module, parent, name };
}

function nameFor(draft: Draft, module: Module): string {
  const names = draft.namesOf("modules");
  return freeName(
    (name) => (names.get(nameKey({ name, parent: module.parent })) ?? module.id) !== module.id,
    module.name,
  );
}

/**
 * A cable of a module this build doesn't know comes back as it was, and so does one at a port that is away; any other must still be
 * allowed, and its place free.
 */
function stillFits(draft: Draft, connection: Connection): boolean {
  const { patch, registry } = draft;
  const from = patch.modules.get(connection.from.module);
  const to = patch.modules.get(connection.to.module);
  if (!from || !to) return false;
  if (strangeSignal(registry, { ...connection.from, at: from }, { ...connection.to, at: to }, connection.signal))
    return true;
  if (isAway(patch, registry, connection))
    return (
      !isTwice(patch, connection.from, connection.to) &&
      replacedBy(patch, connection.signal, connection.to).length === 0
    );
  const signal = cableSignal(patch, registry, connection.from, connection.to);
  return signal.ok && signal.value === connection.signal && replacedBy(patch, signal.value, connection.to).length === 0;
}
