import * as z from "zod";
import { id } from "./field-schemas.ts";
import type { TableDescriptor } from "./table-descriptor.ts";

/** Values of each module's parameters. */
export const parameters: TableDescriptor<"parameters"> = {
  ...{ schema: z.array(z.number()), numberedBy: "module", belongsTo: "modules", holdsId: false, isNamed: false },
  translated: (values) => values,
  repaired: (values, module, { patch }) => (patch.modules.has(module) ? values : undefined),
};

/** Where each module stands. */
export const layout: TableDescriptor<"layout"> = {
  schema: z.strictObject({ x: z.number(), y: z.number() }),
  ...{ numberedBy: "module", belongsTo: "modules", holdsId: false, isNamed: false },
  translated: (place) => place,
  repaired: (place, module, { patch }) => (patch.modules.has(module) ? place : undefined),
};

/** Which pattern each sequencer plays. */
export const bindings: TableDescriptor<"bindings"> = {
  ...{ schema: id, numberedBy: "module", belongsTo: "modules", holdsId: false, isNamed: false },
  translated: (pattern, to) => to("patterns", pattern),
  repaired: (pattern, module, { patch }) =>
    patch.modules.has(module) && patch.patterns.has(pattern) ? pattern : undefined,
};
