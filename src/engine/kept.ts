import { connectionSchema } from "./patch-schema.ts";
import type { Signal } from "./signal.ts";

/** What a file says in a place this build doesn't know: kept as it is, and written back with the rest. */
export type Kept = Readonly<Record<string, unknown>>;

/** The fields of a row that its schema doesn't name, to go into the row as `kept`; nothing when it names all. */
export function keptFields(row: object, schema: { readonly shape: object }): { readonly kept?: Kept } {
  const strange = Object.entries(row).filter(([key]) => !Object.hasOwn(schema.shape, key));
  return strange.length > 0 ? { kept: Object.freeze(Object.fromEntries(strange)) } : {};
}

/** What to keep of a cable; of one at a place this build doesn't know also what the file says it carries. */
export function keptCable(
  written: { readonly signal?: Signal | undefined },
  isStrange: boolean,
): { readonly kept?: Kept } {
  const { kept } = keptFields(written, connectionSchema);
  const { signal } = written;
  return isStrange && signal ? { kept: { ...kept, signal } } : { ...(kept && { kept }) };
}
