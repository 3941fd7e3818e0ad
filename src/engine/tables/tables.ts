import type { Rows, TableName } from "#engine/rows.ts";
import { assets } from "./assets.ts";
import { connections } from "./connections.ts";
import { modules } from "./modules.ts";
import { bindings, layout, parameters } from "./of-modules.ts";
import { patterns } from "./patterns.ts";
import { presets } from "./presets.ts";
import type { Surroundings } from "./surroundings.ts";
import type { TableDescriptor, Translate } from "./table-descriptor.ts";

/** The tables of a patch, each declared once. */
export const TABLES: { readonly [T in TableName]: TableDescriptor<T> } = {
  modules,
  parameters,
  layout,
  connections,
  patterns,
  bindings,
  assets,
  presets,
};

/** A table whose rows only its descriptor knows: what comes out of it goes back into it. */
interface AnyTable extends Omit<TableDescriptor<TableName>, "translated" | "repaired"> {
  readonly translated: (row: unknown, to: Translate) => unknown;
  readonly repaired: (row: unknown, id: number, around: Surroundings) => Rows[TableName] | undefined;
}

/** The descriptor of a table, for those who treat all alike. */
export const tableNamed = (name: TableName): AnyTable => TABLES[name] as unknown as AnyTable;
