import { isAway } from "#engine/away.ts";
import type { Content, Registry } from "#engine/module-definition.ts";
import { writtenValues } from "#engine/parameter-value.ts";
import { EMPTY_STEP, type Module, type Patch, type Pattern, type Snapshot, type Step } from "#engine/patch.ts";
import { inOrder } from "#engine/table.ts";
import { type Cells, CONTENT, isAlike, PARAMETER, type Rows, type Sheet, STEP } from "./sheet.ts";

/** A document as rows of cells, under the ids it has: what its file holds, so without cables at ports that are away. */
export function sheetOf({ patch, transport }: Snapshot, registry: Registry): Sheet {
  const { bpm, beatsPerBar } = transport;
  const { name, seed } = patch;
  return {
    patch: cellsOf({ name, seed, bpm, beatsPerBar }),
    assets: rowsOf(patch.assets, ({ id: _, ...asset }) => cellsOf(asset)),
    presets: rowsOf(patch.presets, ({ id: _, ...preset }) => cellsOf(preset)),
    patterns: rowsOf(patch.patterns, patternCells),
    modules: rowsOf(patch.modules, (module) => moduleCells(patch, registry, module)),
    connections: rowsOf(
      inOrder(patch.connections).filter(([, cable]) => !isAway(patch, registry, cable)),
      ({ id: _, ...cable }) => cellsOf(cable),
    ),
  };
}

function rowsOf<T>(table: Iterable<readonly [number, T]>, cells: (row: T) => Cells): Rows {
  return new Map([...table].sort(([a], [b]) => a - b).map(([id, row]) => [id, cells(row)]));
}

const cellsOf = (fields: object): Cells => new Map(Object.entries(fields));

function patternCells({ name, stepsPerBeat, steps, kept }: Pattern): Cells {
  const cells = new Map<string, unknown>([
    ["name", name],
    ["stepsPerBeat", stepsPerBeat],
    ["length", steps.length],
  ]);
  if (kept) cells.set("kept", kept);
  steps.forEach((step, row) => {
    if (!isEmpty(step)) cells.set(STEP + row, step);
  });
  return cells;
}

const isEmpty = (step: Step) => step === EMPTY_STEP || isAlike(step, EMPTY_STEP);

function moduleCells(patch: Patch, registry: Registry, module: Module): Cells {
  const { id, type, name, parent, bypassed, content, unknown, kept, keptParameters } = module;
  const definition = unknown ? undefined : registry.get(type);
  const pattern = patch.bindings.get(id);
  const cells = new Map<string, unknown>([
    ["name", name],
    ["type", type],
    ["bypassed", bypassed],
    ["place", patch.layout.get(id) ?? { x: 0, y: 0 }],
  ]);
  if (parent !== null) cells.set("parent", parent);
  if (pattern !== undefined) cells.set("pattern", pattern);
  if (kept) cells.set("kept", kept);
  if (keptParameters) cells.set("keptParameters", keptParameters);
  if (unknown) cells.set("version", unknown.version);
  const values = definition ? writtenValues(definition, patch.parameters.get(id) ?? []) : (unknown?.parameters ?? {});
  for (const [key, value] of Object.entries(values)) cells.set(PARAMETER + key, value);
  if (content) addContent(cells, content, definition === undefined || definition.content?.ports !== undefined);
  return cells;
}

/** A content that says which ports there are, or that nobody here can check, changes as a whole. */
function addContent(cells: Map<string, unknown>, content: Content, isWhole: boolean): void {
  cells.set("content", isWhole ? content : true);
  if (!isWhole) for (const [key, value] of Object.entries(content)) cells.set(CONTENT + key, value);
}
