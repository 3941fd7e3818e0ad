import { emptyPatch } from "#engine/empty-patch.ts";
import type { Kept } from "#engine/kept.ts";
import type { Registry } from "#engine/module-definition.ts";
import { defaultValues, parameterIndices, storedValue, type WrittenValue } from "#engine/parameter-value.ts";
import {
  type Asset,
  type Connection,
  EMPTY_STEP,
  type Module,
  type NextIds,
  type Patch,
  type PatchPreset,
  type Pattern,
  type Position,
  type Snapshot,
  type Step,
} from "#engine/patch.ts";
import { tableOf } from "#engine/table.ts";
import { type Cells, contentOf, PARAMETER, parentOf, type Rows, type Sheet, STEP } from "./sheet.ts";

/**
 * The document a sheet stands for, as a later state of the one given: its transport stays where it is, and ids given out
 * there are not given out again.
 */
export function snapshotOf(
  sheet: Sheet,
  { version, patch: before, transport }: Snapshot,
  registry: Registry,
): Snapshot {
  const fields = Object.fromEntries(sheet.patch) as { name: string; seed: number; bpm: number; beatsPerBar: number };
  const { name, seed, bpm, beatsPerBar } = fields;
  const patch: Patch = Object.freeze({
    ...emptyPatch(name),
    uid: before.uid,
    seed,
    kept: before.kept,
    ...moduleTables(sheet.modules, registry),
    ...cableTables(sheet.connections),
    patterns: tableOf(rows(sheet.patterns, patternOf)),
    assets: tableOf(rows(sheet.assets, (id, cells) => ({ id, ...Object.fromEntries(cells) }) as Asset)),
    presets: tableOf(rows(sheet.presets, (id, cells) => ({ id, ...Object.fromEntries(cells) }) as PatchPreset)),
    nextId: nextIds(sheet, before.nextId),
  });
  return Object.freeze({ version: version + 1, patch, transport: Object.freeze({ ...transport, bpm, beatsPerBar }) });
}

const rows = <T>(table: Rows, row: (id: number, cells: Cells) => T): readonly (readonly [number, T])[] =>
  [...table].map(([id, cells]) => [id, row(id, cells)]);

function patternOf(id: number, cells: Cells): Pattern {
  const { name, stepsPerBeat, length, kept } = Object.fromEntries(cells) as unknown as Pattern & { length: number };
  const steps = Array.from({ length }, (_, row) => (cells.get(STEP + row) as Step | undefined) ?? EMPTY_STEP);
  return { id, name, stepsPerBeat, steps, ...(kept && { kept }) };
}

function moduleTables(
  modules: Rows,
  registry: Registry,
): Pick<Patch, "modules" | "parameters" | "layout" | "bindings"> {
  const parameters: [number, readonly number[]][] = [];
  const bindings: [number, number][] = [];
  for (const [id, cells] of modules) {
    const values = valuesOf(cells, registry);
    if (values) parameters.push([id, values]);
    const pattern = cells.get("pattern") as number | undefined;
    if (pattern !== undefined) bindings.push([id, pattern]);
  }
  return {
    modules: tableOf(rows(modules, moduleOf)),
    parameters: tableOf(parameters),
    layout: tableOf(rows(modules, (_, cells) => cells.get("place") as Position)),
    bindings: tableOf(bindings),
  };
}

/** The row of a module, without its values, place and pattern. */
export function moduleOf(id: number, cells: Cells): Module {
  const version = cells.get("version") as number | undefined;
  const content = contentOf(cells);
  return {
    id,
    type: cells.get("type") as string,
    name: cells.get("name") as string,
    parent: parentOf(cells) ?? null,
    bypassed: cells.get("bypassed") as boolean,
    ...(content && { content }),
    ...(cells.has("kept") && { kept: cells.get("kept") as Kept }),
    ...(cells.has("keptParameters") && { keptParameters: cells.get("keptParameters") as Kept }),
    ...(version !== undefined && { unknown: { version, parameters: Object.fromEntries(written(cells)) } }),
  };
}

/** The values of a module's parameters by key, as files write them. */
export function written(cells: Cells): readonly (readonly [string, WrittenValue])[] {
  return [...cells].flatMap(([cell, value]) =>
    cell.startsWith(PARAMETER) ? [[cell.slice(PARAMETER.length), value as WrittenValue] as const] : [],
  );
}

function valuesOf(cells: Cells, registry: Registry): readonly number[] | undefined {
  const definition = cells.has("version") ? undefined : registry.get(cells.get("type") as string);
  if (!definition) return undefined;
  const values = defaultValues(definition).slice();
  for (const [key, value] of written(cells)) {
    const index = parameterIndices(definition).get(key);
    const parameter = definition.parameters[key];
    const stored = parameter && storedValue(parameter, value);
    if (index !== undefined && stored?.ok) values[index] = stored.value;
  }
  return values;
}

function cableTables(connections: Rows): Pick<Patch, "connections" | "connectionsOf"> {
  const cables = rows(connections, (id, cells) => ({ id, ...Object.fromEntries(cells) }) as Connection);
  const ends = new Map<number, number[]>();
  for (const [id, { from, to }] of [...cables].sort((a, b) => a[0] - b[0])) {
    for (const module of new Set([from.module, to.module])) {
      const those = ends.get(module) ?? [];
      those.push(id);
      ends.set(module, those);
    }
  }
  return { connections: tableOf(cables), connectionsOf: tableOf(ends) };
}

function nextIds(sheet: Sheet, before: NextIds): NextIds {
  const after = (table: Rows, least: number) => [...table.keys()].reduce((next, id) => Math.max(next, id + 1), least);
  return {
    module: after(sheet.modules, before.module),
    connection: after(sheet.connections, before.connection),
    pattern: after(sheet.patterns, before.pattern),
    asset: after(sheet.assets, before.asset),
    preset: after(sheet.presets, before.preset),
  };
}
