import { cableSignal, replacedBy } from "./connection-rules.ts";
import type { Draft } from "./draft.ts";
import { freeName, nameKey } from "./name-index.ts";
import type { FieldsOperation, Operation, RowOperation } from "./operation.ts";
import type { Connection, Module } from "./patch.ts";

/**
 * Carries out operations, last to first. The patch may have gone on since they were noted, by other hands: what no longer
 * fits is passed over, and a name taken meanwhile gets a number.
 */
export function restoreOperations(draft: Draft, operations: readonly Operation[]): void {
  for (let at = operations.length - 1; at >= 0; at--) {
    const operation = operations[at];
    if (operation) restoreOne(draft, operation);
  }
}

function restoreOne(draft: Draft, operation: Operation): void {
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
    case "document":
      draft.setDocument(operation.value);
      break;
    case "row":
      if (operation.value === undefined) removeRow(draft, operation);
      else restoreRow(draft, operation);
      break;
  }
}

function restoreFields(draft: Draft, operation: FieldsOperation): void {
  if (operation.table === "modules" && operation.value.name !== undefined) {
    const module = draft.patch.modules.get(operation.id);
    if (module) draft.setFields("modules", module.id, { name: nameFor(draft, { ...module, ...operation.value }) });
    return;
  }
  draft.setFields(operation.table, operation.id, operation.value);
}

function removeRow(draft: Draft, { table, id }: RowOperation): void {
  if (table === "modules") draft.removeModule(id);
  else if (table === "patterns") draft.removePattern(id);
  else draft.put(table, id, undefined);
}

function restoreRow(draft: Draft, operation: RowOperation): void {
  const { table, id, value } = operation;
  const { patch } = draft;
  if (value === undefined) return;
  if (table === "modules") {
    draft.put(table, id, withFreeName(draft, value));
    return;
  }
  if (table === "connections") {
    if (stillFits(draft, value)) draft.put(table, id, value);
    return;
  }
  if (table === "patterns") {
    const names = draft.namesOf("patterns");
    const name = freeName((wanted) => (names.get(wanted) ?? id) !== id, value.name);
    draft.put(table, id, name === value.name ? value : { ...value, name });
    return;
  }
  if (table === "bindings") {
    if (patch.modules.has(id) && patch.patterns.has(value)) draft.put(table, id, value);
    return;
  }
  if ((table === "parameters" || table === "layout") && !patch.modules.has(id)) return;
  draft.put(table, id, value);
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

/** A cable of a module this build doesn't know comes back as it was; any other must still be allowed, and its place free. */
function stillFits(draft: Draft, connection: Connection): boolean {
  const { patch, registry } = draft;
  const from = patch.modules.get(connection.from.module);
  const to = patch.modules.get(connection.to.module);
  if (!from || !to) return false;
  if (from.unknown || to.unknown) return true;
  const signal = cableSignal(patch, registry, connection.from, connection.to);
  return signal.ok && signal.value === connection.signal && replacedBy(patch, signal.value, connection.to).length === 0;
}
