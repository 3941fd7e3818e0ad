import { refersTo } from "#engine/asset-references.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { MergeReport, Sides } from "./merge-report.ts";
import type { MergedRows } from "./merge-rows.ts";
import { type Cells, contentOf, parentOf, type RowTable } from "./sheet.ts";

/** The rows of the tables modules refer to. */
export type MergedTables = Readonly<Record<Exclude<RowTable, "connections">, MergedRows>>;

/** Brings back what one side removed and a module of the other needs: the module it lives in, its pattern, its media. */
export function keepReferred(tables: MergedTables, sides: Sides, report: MergeReport): void {
  const keep = (table: "modules" | "patterns" | "assets", id: number, user: number) => {
    const [ours, theirs] = [sides.ours[table].get(id), sides.theirs[table].get(id)];
    const row = ours ?? theirs;
    if (!row || tables[table].has(id)) return;
    tables[table].set(id, row);
    report.refused(
      table,
      id,
      ours ? "ours" : "theirs",
      `one side removed it, but ${report.nameOf("modules", user)} needs it. It stays.`,
    );
  };
  // A module brought back is met by this very loop, since it is put at the end.
  for (const [id, cells] of tables.modules) {
    const parent = parentOf(cells);
    const pattern = cells.get("pattern") as number | undefined;
    if (parent !== undefined) keep("modules", parent, id);
    if (pattern !== undefined) keep("patterns", pattern, id);
    for (const asset of missingMedia(cells, tables, sides)) keep("assets", asset, id);
  }
}

function missingMedia(cells: Cells, { assets }: MergedTables, { ours, theirs }: Sides): readonly number[] {
  const content = contentOf(cells);
  if (!content) return [];
  return [...ours.assets.keys(), ...theirs.assets.keys()].filter((id) => !assets.has(id) && refersTo(content, id));
}

/** Where each side put one module into the other's, both stay where ours has them. */
export function withoutCircles({ modules }: MergedTables, sides: Sides, report: MergeReport): void {
  for (const id of [...modules.keys()]) {
    for (let circle = circleAt(modules, id); circle.length > 0; circle = circleAt(modules, id)) {
      for (const member of circle) setParent(modules, member, parentOf(sides.ours.modules.get(member)));
      report.refused(
        "modules",
        id,
        "ours",
        "each side put it into what the other put into it. It stays where ours has it.",
      );
    }
  }
}

function circleAt(modules: MergedRows, start: number): readonly number[] {
  const path: number[] = [];
  for (let at: number | undefined = start; at !== undefined; at = parentOf(modules.get(at))) {
    const seen = path.indexOf(at);
    if (seen >= 0) return path.slice(seen);
    path.push(at);
  }
  return [];
}

function setParent(modules: MergedRows, id: number, parent: number | undefined): void {
  const cells = new Map(modules.get(id));
  if (parent === undefined) cells.delete("parent");
  else cells.set("parent", parent);
  modules.set(id, cells);
}

/** A content made of both sides' that its module can't hold stays as ours has it. */
export function withWholeContents(
  { modules }: MergedTables,
  sides: Sides,
  registry: Registry,
  report: MergeReport,
): void {
  for (const [id, cells] of modules) {
    const ours = sides.ours.modules.get(id);
    const definition = cells.has("version") ? undefined : registry.get(String(cells.get("type")));
    const content = contentOf(cells);
    if (!ours || !content || !definition?.content?.problem(content)) continue;
    const isContent = ([cell]: readonly [string, unknown]) => cell.startsWith("content");
    modules.set(id, new Map([...[...cells].filter((cell) => !isContent(cell)), ...[...ours].filter(isContent)]));
    report.refused("modules", id, "ours", "the contents of both sides don't go together. Ours stays.");
  }
}
