import * as z from "zod";
import { note, patternSchema, stepsPerBeat, title } from "#engine/patch-schema.ts";
import { id, keptBeside } from "./field-schemas.ts";
import { renamed } from "./named-rows.ts";
import type { TableDescriptor } from "./table-descriptor.ts";

const step = z.strictObject({
  note: note.nullable(),
  volume: z.number().min(0).max(1),
  length: z.number().gt(0).max(64),
  chance: z.number().min(0).max(100),
});

export const patterns: TableDescriptor<"patterns"> = {
  schema: z.strictObject({
    id,
    name: title,
    stepsPerBeat,
    kept: keptBeside(patternSchema).optional(),
    steps: z.array(step).min(1).max(256),
  }),
  numberedBy: "pattern",
  holdsId: true,
  isNamed: true,
  translated: (pattern) => pattern,
  repaired(pattern, own, around) {
    const names = around.namesOf("patterns");
    return renamed(pattern, (name) => (names.get(name) ?? own) !== own);
  },
};
