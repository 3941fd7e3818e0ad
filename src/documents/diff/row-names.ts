import { namedAssets } from "#engine/asset-references.ts";
import type { Asset } from "#engine/patch.ts";
import { tableOf } from "#engine/table.ts";
import { type Cells, CONTENT, endOf, nameOf, parentOf, type RowTable, type Sheet } from "./sheet.ts";

/** The names from the top down to a module. */
export function pathOf(sheet: Sheet, id: number): string {
  const cells = sheet.modules.get(id);
  const parent = parentOf(cells);
  return parent === undefined ? nameOf(cells) : `${pathOf(sheet, parent)}/${nameOf(cells)}`;
}

/** What a row is called for people: a path, `from → to`, or a name. */
export function rowName(sheet: Sheet, table: RowTable, id: number): string {
  if (table === "modules") return pathOf(sheet, id);
  const cells = sheet[table].get(id);
  if (table !== "connections" || !cells) return nameOf(cells);
  const [from, to] = [endOf(cells, "from"), endOf(cells, "to")];
  return `${pathOf(sheet, from.module)}.${from.port} → ${pathOf(sheet, to.module)}.${to.port}`;
}

/** What a cell holds, with names in place of ids. */
export function namedValue(sheet: Sheet, table: "patch" | RowTable, field: string, value: unknown): unknown {
  if (table === "connections" && (field === "from" || field === "to")) {
    const { module, port } = value as { module: number; port: string };
    return `${pathOf(sheet, module)}.${port}`;
  }
  if (table !== "modules" || value === undefined) return value;
  if (field === "parent") return pathOf(sheet, value as number);
  if (field === "pattern") return nameOf(sheet.patterns.get(value as number));
  const assets = () => tableOf([...sheet.assets].map(([id, cells]) => [id, { name: nameOf(cells) } as Asset]));
  if (field === "content" && value !== true) return namedAssets(value as Record<string, unknown>, assets());
  if (typeof value !== "number" || !field.startsWith(CONTENT)) return value;
  const key = field.slice(CONTENT.length);
  return namedAssets({ [key]: value }, assets())[key];
}

/** A row as one object, with names in place of ids. */
export function namedRow(sheet: Sheet, table: RowTable, cells: Cells): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...cells].map(([field, value]) => [field, namedValue(sheet, table, field, value)]));
}
