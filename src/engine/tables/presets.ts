import * as z from "zod";
import { title } from "#engine/patch-schema.ts";
import { id, kept, settings } from "./field-schemas.ts";
import { nameTakenIn, renamed } from "./named-rows.ts";
import type { TableDescriptor } from "./table-descriptor.ts";

export const presets: TableDescriptor<"presets"> = {
  schema: z.strictObject({ id, name: title, summary: z.string().max(400), fragment: settings, kept }),
  numberedBy: "preset",
  holdsId: true,
  isNamed: true,
  translated: (preset) => preset,
  repaired: (preset, own, { patch }) => renamed(preset, nameTakenIn(patch.presets, own)),
};
