import {
  addAsset,
  addModule,
  bindPattern,
  bypassModules,
  type Command,
  createPattern,
  deletePattern,
  setSteps,
} from "#engine/command.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { Asset, PatternId, Position, Step } from "#engine/patch.ts";
import { type Cells, contentOf, type Rows, type Sheet, STEP } from "./sheet.ts";
import { written } from "./snapshot-of.ts";

/**
 * Commands that put in the rows the second document has anew, under the ids it has there; cables come later, when what is edited
 * has its ports. `spare` is the id the next pattern gets.
 */
export function additions(a: Sheet, b: Sheet, spare: PatternId, registry: Registry): readonly Command[] {
  const patterns = added(a.patterns, b.patterns);
  const modules: Command[] = [];
  let next = patterns.reduce((at, [id]) => Math.max(at, id + 1), spare);
  for (const [id, cells] of added(a.modules, b.modules)) {
    const pattern = cells.get("pattern") as PatternId | undefined;
    modules.push(...newModule(id, cells));
    // A new tracker comes with a pattern of its own, which the one it plays here takes the place of.
    const own = registry.get(String(cells.get("type")))?.sequencer === "tracker";
    if (pattern !== undefined) modules.push(bindPattern({ module: id, pattern }));
    if (own) modules.push(deletePattern({ pattern: next++ }));
  }
  return [
    ...added(a.assets, b.assets).map(([id, cells]) =>
      addAsset({ ...(Object.fromEntries(cells) as unknown as Asset), id }),
    ),
    ...patterns.flatMap(([id, cells]) => newPattern(id, cells)),
    ...modules,
  ];
}

/** The rows only the second table has, in the order their ids can be given. */
export const added = (a: Rows, b: Rows) => [...b].filter(([id]) => !a.has(id)).sort(([one], [other]) => one - other);

function newPattern(id: PatternId, cells: Cells): readonly Command[] {
  const fields = Object.fromEntries(cells) as { name: string; stepsPerBeat: number; length: number };
  const steps = Object.fromEntries(
    [...cells].flatMap(([cell, step]) => (cell.startsWith(STEP) ? [[cell.slice(STEP.length), step as Step]] : [])),
  );
  return [
    createPattern({ id, name: fields.name, steps: fields.length, stepsPerBeat: fields.stepsPerBeat }),
    setSteps({ pattern: id, steps }),
  ];
}

function newModule(id: number, cells: Cells): readonly Command[] {
  const content = contentOf(cells);
  return [
    addModule({
      id,
      type: String(cells.get("type")),
      name: String(cells.get("name")),
      position: cells.get("place") as Position,
      parameters: Object.fromEntries(written(cells)),
      ...(content && { content }),
    }),
    ...(cells.get("bypassed") === true ? [bypassModules({ modules: [id], bypassed: true })] : []),
  ];
}
