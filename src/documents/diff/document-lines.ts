import type { Content, Registry } from "#engine/module-definition.ts";
import type { Position, Snapshot } from "#engine/patch.ts";
import { fieldWords, rowWords, subjectOf, valueWords } from "./change-words.ts";
import { namedValue, rowName } from "./row-names.ts";
import { type Cells, isAlike, ROW_TABLES, type RowTable, type Sheet } from "./sheet.ts";
import { sheetOf } from "./sheet-of.ts";

/**
 * A document as lines for people, one thing a line, like “warm: cutoff 800 Hz”: what stands in one line changes alone, so that
 * programs that compare lines show what changed. Texts, as of scripts, keep their lines. Places come last.
 */
export function linesOf(snapshot: Snapshot, registry: Registry): readonly string[] {
  const sheet = sheetOf(snapshot, registry);
  return [
    ...[...sheet.patch].flatMap(([field, value]) => lines(fieldWords(field), valueWords(field, "", value, registry))),
    ...ROW_TABLES.flatMap((table) =>
      [...sheet[table]].flatMap(([id, cells]) => rowLines(sheet, table, id, cells, registry)),
    ),
    ...[...sheet.modules].map(([id, cells]) =>
      placeLine(rowName(sheet, "modules", id), cells.get("place") as Position),
    ),
  ];
}

const placeLine = (module: string, { x, y }: Position) => `${module}: at ${x}, ${y}`;

function rowLines(sheet: Sheet, table: RowTable, id: number, cells: Cells, registry: Registry): readonly string[] {
  const row = rowName(sheet, table, id);
  const type = cells.get("type") as string | undefined;
  const said = [...cells].filter(([field, value]) => !isUnsaid(field, value));
  return [
    rowWords(table, row, type),
    ...said.flatMap(([field, value]) => {
      const named = namedValue(sheet, table, field, value);
      const cells = field === "content" ? Object.entries(named as Content) : [[field, named] as const];
      return cells.flatMap(([key, each]) =>
        lines(`${subjectOf(table, row)}: ${fieldWords(key)}`, valueWords(key, type, each, registry)),
      );
    }),
  ];
}

/** What the line of the row says already, what stands last, and what is so unless it is said. */
const isUnsaid = (field: string, value: unknown): boolean =>
  SAID_BY_ROW.has(field) || (field in USUAL && isAlike(USUAL[field], value)) || (field === "content" && value === true);

const SAID_BY_ROW = new Set(["name", "type", "place", "parent", "from", "to", "signal"]);
const USUAL: Readonly<Record<string, unknown>> = { bypassed: false, active: true, amount: 1, offset: 0 };

/** A thing and its value; a value of several lines goes under it. */
function lines(what: string, value: string): readonly string[] {
  if (!value.includes("\n")) return [`${what} ${value}`];
  return [what, ...value.split("\n").map((line) => `  | ${line}`.trimEnd())];
}
