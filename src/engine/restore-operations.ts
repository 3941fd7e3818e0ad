import { refersTo } from "./asset-references.ts";
import type { Draft } from "./draft.ts";
import type { FieldsOperation, Operation, RowOperation } from "./operation.ts";
import type { Refusal } from "./outcome.ts";
import type { AssetId } from "./patch.ts";
import { patchOf } from "./patch-data.ts";
import { freeModuleName } from "./tables/modules.ts";
import { tableNamed } from "./tables/tables.ts";

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
  draft.setFields("modules", id, value.name === undefined ? value : { ...value, name: freeModuleName(draft, next) });
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

function restoreRow(draft: Draft, { table, id, value }: RowOperation): void {
  if (value === undefined) return;
  const row = tableNamed(table).repaired(value, id, draft);
  if (row !== undefined) draft.put(table, id, row);
}
