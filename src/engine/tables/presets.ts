import * as z from "zod";
import { checkedFragment } from "#engine/fragment-schema.ts";
import { presetSchema, title } from "#engine/patch-schema.ts";
import { id, keptBeside, settings } from "./field-schemas.ts";
import { nameTakenIn, renamed } from "./named-rows.ts";
import type { TableDescriptor } from "./table-descriptor.ts";

/** A group of modules, which stays as it was written. */
const fragment = settings.superRefine((value, context) => {
  const checked = checkedFragment(value);
  if (!checked.ok) context.addIssue({ code: "custom", message: checked.reason });
});

export const presets: TableDescriptor<"presets"> = {
  schema: z.strictObject({
    ...{ id, name: title, fragment },
    summary: presetSchema.shape.summary,
    kept: keptBeside(presetSchema).optional(),
  }),
  numberedBy: "preset",
  holdsId: true,
  isNamed: true,
  translated: (preset) => preset,
  repaired: (preset, own, { patch }) => renamed(preset, nameTakenIn(patch.presets, own)),
};
