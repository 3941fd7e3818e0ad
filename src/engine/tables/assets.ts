import * as z from "zod";
import { assetSchema } from "#engine/patch-schema.ts";
import { id, kept } from "./field-schemas.ts";
import { nameTakenIn, renamed } from "./named-rows.ts";
import type { TableDescriptor } from "./table-descriptor.ts";

export const assets: TableDescriptor<"assets"> = {
  schema: z.strictObject({ ...assetSchema.shape, id, kept }),
  numberedBy: "asset",
  holdsId: true,
  isNamed: true,
  translated: (asset) => asset,
  repaired: (asset, own, { patch }) => renamed(asset, nameTakenIn(patch.assets, own)),
};
