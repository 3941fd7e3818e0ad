import * as z from "zod";
import { translatedAssets } from "#engine/asset-references.ts";
import { freeName, nameKey } from "#engine/name-index.ts";
import type { Module } from "#engine/patch.ts";
import { moduleName, moduleSchema, writtenValue } from "#engine/patch-schema.ts";
import { id, keptBeside, settings } from "./field-schemas.ts";
import type { Surroundings } from "./surroundings.ts";
import type { TableDescriptor } from "./table-descriptor.ts";

export const modules: TableDescriptor<"modules"> = {
  schema: z.strictObject({
    id,
    type: moduleSchema.shape.type,
    name: moduleName,
    parent: id.nullable(),
    bypassed: z.boolean(),
    content: settings.optional(),
    unknown: z.strictObject({ version: z.int().min(1), parameters: z.record(z.string(), writtenValue) }).optional(),
    keptParameters: settings.optional(),
    kept: keptBeside(moduleSchema).optional(),
  }),
  numberedBy: "module",
  holdsId: true,
  isNamed: true,
  translated: (module, to) => ({
    ...module,
    parent: module.parent === null ? null : to("modules", module.parent),
    ...(module.content && { content: translatedAssets(module.content, (asset) => to("assets", asset)) }),
  }),
  repaired(module, _, around) {
    const parent = module.parent !== null && around.patch.modules.has(module.parent) ? module.parent : null;
    const name = freeModuleName(around, { ...module, parent });
    return name === module.name && parent === module.parent ? module : { ...module, parent, name };
  },
};

/** A module's name when no other in its group has it, else the same with a number after it. */
export function freeModuleName(around: Surroundings, module: Module): string {
  const names = around.namesOf("modules");
  return freeName(
    (name) => (names.get(nameKey({ name, parent: module.parent })) ?? module.id) !== module.id,
    module.name,
  );
}
