import * as z from "zod";

/** An id of a row. */
export const id = z.int().min(1);
/** What is no table's business: a content, a fragment. */
export const settings = z.record(z.string(), z.unknown());

/** What a newer build wrote beside a row's own fields: one of those would be written in the place of the row's. */
export function keptBeside(schema: { readonly shape: object }, allowed: readonly string[] = []) {
  return settings.superRefine((kept, context) => {
    for (const key of Object.keys(kept))
      if (Object.hasOwn(schema.shape, key) && !allowed.includes(key))
        context.addIssue({ code: "custom", path: [key], message: "is a field of its own and can't be kept beside it" });
  });
}
