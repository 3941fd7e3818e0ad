import {
  adjustConnection,
  bindPattern,
  bypassModules,
  type Command,
  connect,
  moveModules,
  renameModule,
  renamePatch,
  resizePattern,
  restore,
  setContent,
  setParameters,
  setSteps,
  setTempo,
} from "#engine/command.ts";
import type { Operation } from "#engine/operation.ts";
import type { WrittenValue } from "#engine/parameter-value.ts";
import type { Asset, PatchPreset, Position, Step } from "#engine/patch.ts";
import { added } from "./addition-commands.ts";
import { changedCells } from "./diff-patches.ts";
import { type Cells, contentOf, endOf, PARAMETER, type Rows, type Sheet, STEP } from "./sheet.ts";
import { moduleOf } from "./snapshot-of.ts";

/** Commands that change the rows both documents have: all but names, see {@link renames}, and cables. */
export function edits(a: Sheet, b: Sheet): readonly Command[] {
  return [
    ...patchEdits(a.patch, b.patch),
    ...changedRows(a.assets, b.assets, (id, cells) => [
      putRow({ kind: "row", table: "assets", id, value: { ...(Object.fromEntries(cells) as unknown as Asset), id } }),
    ]),
    ...changedRows(a.presets, b.presets, (id, cells) => [
      putRow({
        kind: "row",
        table: "presets",
        id,
        value: { ...(Object.fromEntries(cells) as unknown as PatchPreset), id },
      }),
    ]),
    ...changedRows(a.patterns, b.patterns, patternEdits),
    ...changedRows(a.modules, b.modules, moduleEdits),
  ];
}

/** Commands that give modules their names in the second document. */
export const renames = (a: Sheet, b: Sheet): readonly Command[] =>
  changedRows(a.modules, b.modules, (module, cells, changed) =>
    changed.includes("name") ? [renameModule({ module, name: String(cells.get("name")) })] : [],
  );

/** Commands that plug in new cables and adjust those that stay. */
export function cableEdits(a: Sheet, b: Sheet): readonly Command[] {
  const adjusted = (connection: number, cells: Cells) => {
    const { amount, offset, active } = Object.fromEntries(cells) as { amount: number; offset: number; active: boolean };
    return adjustConnection({ connection, amount, offset, active });
  };
  return [
    ...added(a.connections, b.connections).flatMap(([id, cells]) => [
      connect({
        id,
        from: endOf(cells, "from"),
        to: endOf(cells, "to"),
        amount: cells.get("amount") as number,
        offset: cells.get("offset") as number,
      }),
      ...(cells.get("active") === false ? [adjusted(id, cells)] : []),
    ]),
    ...changedRows(a.connections, b.connections, (id, cells) => [adjusted(id, cells)]),
  ];
}

type RowEdits = (id: number, after: Cells, changed: readonly string[]) => readonly Command[];

function changedRows(a: Rows, b: Rows, editsOf: RowEdits): readonly Command[] {
  return [...a].flatMap(([id, cells]) => {
    const after = b.get(id);
    const changed = after ? changedCells(cells, after) : [];
    return after && changed.length > 0 ? editsOf(id, after, changed) : [];
  });
}

/** What no command of its own says is put as undo puts it. */
const putRow = (operation: Operation): Command => restore({ operations: [operation] });

function patchEdits(a: Cells, b: Cells): readonly Command[] {
  return changedCells(a, b).flatMap((field): readonly Command[] => {
    if (field === "name") return [renamePatch({ name: String(b.get("name")) })];
    return field === "bpm" ? [setTempo({ bpm: b.get("bpm") as number })] : [];
  });
}

const patternEdits: RowEdits = (id, after, changed) => {
  const has = (field: string) => changed.includes(field);
  const steps = Object.fromEntries(
    changed.flatMap((field) => {
      const row = field.startsWith(STEP) ? Number(field.slice(STEP.length)) : undefined;
      const isThere = row !== undefined && row < (after.get("length") as number);
      return isThere ? [[row, (after.get(field) as Step | undefined) ?? null] as const] : [];
    }),
  );
  const size = { steps: after.get("length") as number, stepsPerBeat: after.get("stepsPerBeat") as number };
  return [
    ...(has("name")
      ? [putRow({ kind: "fields", table: "patterns", id, value: { name: String(after.get("name")) } })]
      : []),
    ...(has("length") || has("stepsPerBeat") ? [resizePattern({ pattern: id, ...size })] : []),
    ...(Object.keys(steps).length > 0 ? [setSteps({ pattern: id, steps })] : []),
  ];
};

const moduleEdits: RowEdits = (id, after, changed) => {
  const place = after.get("place") as Position;
  const rest = changed.filter((field) => field !== "place" && field !== "pattern" && field !== "name");
  return [
    ...(changed.includes("place") ? [moved(id, place)] : []),
    ...(after.has("version") && rest.length > 0
      ? [putRow({ kind: "row", table: "modules", id, value: moduleOf(id, after) })]
      : knownEdits(id, after, rest)),
    ...(changed.includes("pattern") ? [bound(id, after.get("pattern") as number | undefined)] : []),
  ];
};

function moved(id: number, place: Position): Command {
  const isOnGrid = place.x % 16 === 0 && place.y % 16 === 0;
  return isOnGrid
    ? moveModules({ positions: { [id]: place } })
    : putRow({ kind: "fields", table: "layout", id, value: place });
}

const bound = (module: number, pattern: number | undefined): Command =>
  pattern === undefined
    ? putRow({ kind: "row", table: "bindings", id: module, value: undefined })
    : bindPattern({ module, pattern });

function knownEdits(id: number, after: Cells, changed: readonly string[]): readonly Command[] {
  const values = Object.fromEntries(
    changed.flatMap((field) =>
      field.startsWith(PARAMETER) ? [[field.slice(PARAMETER.length), after.get(field) as WrittenValue] as const] : [],
    ),
  );
  const content = changed.some((field) => field.startsWith("content")) ? contentOf(after) : undefined;
  const parent = (after.get("parent") as number | undefined) ?? null;
  return [
    ...(changed.includes("parent") ? [putRow({ kind: "fields", table: "modules", id, value: { parent } })] : []),
    ...(Object.keys(values).length > 0 ? [setParameters({ module: id, values })] : []),
    ...(changed.includes("bypassed")
      ? [bypassModules({ modules: [id], bypassed: after.get("bypassed") === true })]
      : []),
    ...(content ? [setContent({ module: id, content })] : []),
  ];
}
