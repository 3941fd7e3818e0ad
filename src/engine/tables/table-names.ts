import type { TableName } from "#engine/rows.ts";

/** The tables of a patch. The compiler demands each. */
const EACH: { readonly [T in TableName]: true } = {
  modules: true,
  parameters: true,
  layout: true,
  connections: true,
  patterns: true,
  bindings: true,
  assets: true,
  presets: true,
};

/** Names of the tables of a patch. */
export const TABLE_NAMES = Object.keys(EACH) as readonly TableName[];
