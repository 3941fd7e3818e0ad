import * as z from "zod";
import { assetSchema } from "#engine/patch-schema.ts";
import { id, keptBeside } from "./field-schemas.ts";
import { nameTakenIn, renamed } from "./named-rows.ts";
import type { TableDescriptor } from "./table-descriptor.ts";

export const assets: TableDescriptor<"assets"> = {
  schema: z.strictObject({ ...assetSchema.shape, id, kept: keptBeside(assetSchema).optional() }),
  numberedBy: "asset",
  holdsId: true,
  isNamed: true,
  translated: (asset) => asset,
  repaired: (asset, own, { patch }) => renamed(asset, nameTakenIn(patch.assets, own)),
};
