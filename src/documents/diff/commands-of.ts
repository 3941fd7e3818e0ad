import { applyCommands } from "#engine/apply-command.ts";
import { type Command, replacePatch } from "#engine/command.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { NextIds, Snapshot } from "#engine/patch.ts";
import { additions } from "./addition-commands.ts";
import { aligned, type Floors, floorsAbove } from "./align.ts";
import { changedCells } from "./diff-patches.ts";
import { cableEdits, edits, renames } from "./edit-commands.ts";
import { parentsFirst } from "./parents-first.ts";
import { mediaRemoval, removals } from "./removal-commands.ts";
import { ROW_TABLES, type Sheet } from "./sheet.ts";
import { sheetOf } from "./sheet-of.ts";
import { snapshotOf } from "./snapshot-of.ts";

/**
 * Commands that make the second document of the first, as one transaction; rows that are the same keep their ids. What no command
 * can say (another seed or bar, a new module of a type this build doesn't know, …) takes one `replacePatch`, with those ids too; new ids where a module went into a younger one.
 * Empty when nothing differs.
 */
export function commandsOf(a: Snapshot, b: Snapshot, registry: Registry): readonly Command[] {
  const before = sheetOf(a, registry);
  const target = aligned(before, sheetOf(b, registry), freeIds(before, a.patch.nextId));
  if (isSameSheet(before, target)) return [];
  const commands = [
    ...removals(before, target),
    ...renames(before, target),
    ...additions(before, target, a.patch.nextId.pattern, registry),
    ...edits(before, target),
    ...cableEdits(before, target),
    ...mediaRemoval(before, target),
  ];
  const ordered = parentsFirst(target);
  const made = applyCommands(a, commands, registry);
  if (ordered === target && made.ok && isSameSheet(sheetOf(made.value.snapshot, registry), target)) return commands;
  const { patch, transport } = snapshotOf(ordered, a, registry);
  return [replacePatch({ patch, transport: { bpm: transport.bpm, beatsPerBar: transport.beatsPerBar } })];
}

/** Ids the document never gave out. */
function freeIds(sheet: Sheet, next: NextIds): Floors {
  const { assets, presets, patterns, modules, connections } = floorsAbove(sheet);
  return {
    assets: Math.max(assets, next.asset),
    presets: Math.max(presets, next.preset),
    patterns: Math.max(patterns, next.pattern),
    modules: Math.max(modules, next.module),
    connections: Math.max(connections, next.connection),
  };
}

function isSameSheet(a: Sheet, b: Sheet): boolean {
  if (changedCells(a.patch, b.patch).length > 0) return false;
  return ROW_TABLES.every((table) => {
    if (a[table].size !== b[table].size) return false;
    for (const [id, cells] of a[table]) {
      const other = b[table].get(id);
      if (!other || changedCells(cells, other).length > 0) return false;
    }
    return true;
  });
}
