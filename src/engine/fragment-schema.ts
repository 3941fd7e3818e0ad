import * as z from "zod";
import { done, type Outcome, refused } from "./outcome.ts";
import type { PatchFragment } from "./patch.ts";
import {
  assetSchema,
  connectionSchema,
  listedProblems,
  moduleSchema,
  note,
  patternSchema,
  schemaProblems,
} from "./patch-schema.ts";

const step = z.strictObject({
  note: note.nullable(),
  volume: z.number().min(0).max(1),
  length: z.number().gt(0).max(64),
  chance: z.number().min(0).max(100),
});

export const fragmentModuleSchema = moduleSchema
  .required({ parameters: true })
  .extend({ position: z.strictObject({ x: z.number(), y: z.number() }) });

const fragmentSchema = z.strictObject({
  format: z.literal("optophone-fragment"),
  version: z.literal(1),
  modules: z.array(fragmentModuleSchema).max(20_000),
  connections: z.array(connectionSchema).max(100_000),
  patterns: z
    .array(patternSchema.extend({ steps: z.array(step).min(1).max(256) }))
    .max(10_000)
    .optional(),
  assets: z.array(assetSchema).max(10_000).optional(),
});

/** A fragment of the right shape, read anew so that nobody else can change it; or up to ten faults, each with where it is from `place` on. */
export function checkedFragment(value: unknown, place = ""): Outcome<PatchFragment> {
  const parsed = fragmentSchema.safeParse(value);
  // The schema says the same as the type, but for fields that may be undefined as well as missing: the readers take both.
  if (parsed.success) return done(parsed.data as PatchFragment);
  return refused(listedProblems(schemaProblems(parsed.error, value, place)));
}
