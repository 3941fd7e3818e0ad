import type { Changes } from "./engine.ts";
import type { Operation } from "./operation.ts";
import type { TableName } from "./rows.ts";
import { TABLE_NAMES } from "./tables/table-names.ts";

/** What one change was: the rows its inverse names, and whether the transport changed. */
export interface JournalEntry {
  readonly operations: readonly Operation[];
  readonly transport: boolean;
  readonly all: boolean;
}

/** Merges what several versions changed. */
export function mergedChanges(entries: readonly JournalEntry[], isComplete: boolean): Changes {
  const sets = Object.fromEntries(TABLE_NAMES.map((table) => [table, new Set<number>()])) as Record<
    TableName,
    Set<number>
  >;
  let transport = !isComplete;
  let all = !isComplete;
  let document = !isComplete;
  for (const entry of entries) {
    transport ||= entry.transport;
    all ||= entry.all;
    document ||= entry.all;
    for (const operation of entry.operations) {
      if (operation.kind === "document") all = true;
      if (operation.kind === "document" || operation.kind === "title") {
        document = true;
        continue;
      }
      sets[operation.table].add(operation.id);
      if (operation.table === "parameters" || operation.table === "layout") sets.modules.add(operation.id);
    }
  }
  return { ...sets, document, transport, all };
}
