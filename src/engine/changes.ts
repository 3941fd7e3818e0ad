import type { Changes } from "./engine.ts";
import type { Operation } from "./operation.ts";

/** What one change was: the rows its inverse names, and whether the transport changed. */
export interface JournalEntry {
  readonly operations: readonly Operation[];
  readonly transport: boolean;
  readonly all: boolean;
}

/** Merges what several versions changed. */
export function mergedChanges(entries: readonly JournalEntry[], isComplete: boolean): Changes {
  const sets = {
    modules: new Set<number>(),
    parameters: new Set<number>(),
    layout: new Set<number>(),
    connections: new Set<number>(),
    patterns: new Set<number>(),
    bindings: new Set<number>(),
    assets: new Set<number>(),
    presets: new Set<number>(),
  };
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
