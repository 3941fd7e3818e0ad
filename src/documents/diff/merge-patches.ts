import type { Registry } from "#engine/module-definition.ts";
import { freeName } from "#engine/name-index.ts";
import type { NextIds, Snapshot } from "#engine/patch.ts";
import { aligned, floorsAbove, withSameAdditions } from "./align.ts";
import { changesBetween } from "./diff-patches.ts";
import { mergedCables } from "./merge-cables.ts";
import { keepReferred, withoutCircles, withWholeContents } from "./merge-references.ts";
import { type Conflict, MergeReport, type Sides } from "./merge-report.ts";
import { mergedCells, mergedRows, withFreeNames } from "./merge-rows.ts";
import { parentsFirst } from "./parents-first.ts";
import { ROW_TABLES, type RowTable, renumbered, type Sheet } from "./sheet.ts";
import { sheetOf } from "./sheet-of.ts";
import { snapshotOf } from "./snapshot-of.ts";

/** What a merge came to. */
export interface Merged {
  /** Ours with what theirs adds to it; a whole document whatever the conflicts. */
  readonly snapshot: Snapshot;
  /** Where only one side could be had. */
  readonly conflicts: readonly Conflict[];
  /** What was decided without losing anything, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Brings together what two successors of one document changed. Both sides' changes of different rows and cells are there; where both
 * changed the same to different ends ours stays, and what one removed and the other changed stays with the change: each is a conflict.
 * Rows of ours keep their ids.
 */
export function mergePatches(base: Snapshot, ours: Snapshot, theirs: Snapshot, registry: Registry): Merged {
  const sides = commonIds(sheetOf(base, registry), sheetOf(ours, registry), sheetOf(theirs, registry));
  const report = new MergeReport(sides);
  const merged = mergedSheet(sides, ours, registry, report);
  const { conflicts, notes } = report;
  if (changesBetween(sides.ours, merged).length === 0) return { snapshot: ours, conflicts, notes };
  const own = renumbered(merged, ownIds(merged, sides.ours, ours, sheetOf(ours, registry)));
  return { snapshot: snapshotOf(parentsFirst(own), ours, registry), conflicts, notes };
}

function commonIds(base: Sheet, ownOurs: Sheet, ownTheirs: Sheet): Sides {
  const ours = aligned(base, ownOurs, floorsAbove(base));
  const theirs = aligned(base, ownTheirs, floorsAbove(base, ours));
  return { base, ours, theirs: withSameAdditions(ours, theirs, floorsAbove(base)) };
}

function mergedSheet(sides: Sides, ours: Snapshot, registry: Registry, report: MergeReport): Sheet {
  const { base, ours: our, theirs } = sides;
  const patch = mergedCells("patch", 0, { base: base.patch, ours: our.patch, theirs: theirs.patch }, report);
  const rows = (table: RowTable) => mergedRows(table, sides, report);
  const tables = {
    assets: rows("assets"),
    presets: rows("presets"),
    patterns: rows("patterns"),
    modules: rows("modules"),
  };
  keepReferred(tables, sides, report);
  withoutCircles(tables, sides, report);
  withWholeContents(tables, sides, registry, report);
  for (const table of ["assets", "presets", "patterns", "modules"] as const)
    withFreeNames(table, tables[table], our[table], freeName, report);
  const bare = snapshotOf({ patch, ...tables, connections: new Map() }, ours, registry).patch;
  return { patch, ...tables, connections: mergedCables(bare, tables.modules, sides, registry, report) };
}

const NEXT: Readonly<Record<RowTable, keyof NextIds>> = {
  assets: "asset",
  presets: "preset",
  patterns: "pattern",
  modules: "module",
  connections: "connection",
};

/** The ids of ours for its rows, and new ones for the rest. */
function ownIds(merged: Sheet, ours: Sheet, { patch }: Snapshot, own: Sheet) {
  return Object.fromEntries(
    ROW_TABLES.map((table) => {
      // Aligning keeps the order of rows.
      const before = [...own[table].keys()];
      const back = new Map([...ours[table].keys()].map((id, at) => [id, before[at] ?? id]));
      let next = patch.nextId[NEXT[table]];
      return [table, new Map([...merged[table].keys()].map((id) => [id, back.get(id) ?? next++]))];
    }),
  );
}
