import * as z from "zod";
import { patchSchema } from "#engine/patch-schema.ts";
import { keptBeside } from "./field-schemas.ts";

/** Sections of a file that this build doesn't know, and what it doesn't know of the transport. */
export const keptSections = keptBeside(patchSchema, ["transport"]).and(
  z.looseObject({ transport: keptBeside(patchSchema.shape.transport).optional() }),
);
