import * as z from "zod";
import type { Rows, TableName } from "#engine/operation.ts";
import { assetSchema, moduleName, title, writtenValue } from "#engine/patch-schema.ts";

const id = z.int().min(1);
const settings = z.record(z.string(), z.unknown());
const kept = settings.optional();
const endpoint = z.strictObject({ module: id, port: z.string() });

/** What a row of each table is as plain JSON, its id included where the row holds it. */
export const ROW_SCHEMAS: { readonly [T in TableName]: z.ZodType } = {
  modules: z.strictObject({
    id,
    type: z.string(),
    name: moduleName,
    parent: id.nullable(),
    bypassed: z.boolean(),
    content: settings.optional(),
    unknown: z.strictObject({ version: z.int().min(1), parameters: z.record(z.string(), writtenValue) }).optional(),
    keptParameters: kept,
    kept,
  }),
  parameters: z.array(z.number()),
  layout: z.strictObject({ x: z.number(), y: z.number() }),
  connections: z.strictObject({
    id,
    signal: z.enum(["audio", "video", "control", "event"]),
    from: endpoint,
    to: endpoint,
    amount: z.number().min(-1).max(2),
    offset: z.number().min(-1).max(1),
    active: z.boolean(),
    kept,
  }),
  patterns: z.strictObject({
    id,
    name: title,
    stepsPerBeat: z.number().min(1).max(96),
    kept,
    steps: z
      .array(
        z.strictObject({
          note: z.number().min(0).max(127).nullable(),
          volume: z.number().min(0).max(1),
          length: z.number().gt(0).max(64),
          chance: z.number().min(0).max(100),
        }),
      )
      .min(1)
      .max(256),
  }),
  bindings: id,
  assets: z.strictObject({ ...assetSchema.shape, id, kept }),
  presets: z.strictObject({ id, name: title, summary: z.string().max(400), fragment: settings, kept }),
} satisfies { readonly [T in keyof Rows]: z.ZodType };

/** The tables of a patch, in the order in which rows refer to those before them. */
export const TABLE_NAMES = Object.keys(ROW_SCHEMAS) as readonly TableName[];
