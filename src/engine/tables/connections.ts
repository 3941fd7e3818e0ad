import * as z from "zod";
import { isAway } from "#engine/away.ts";
import { cableSignal, isTwice, replacedBy } from "#engine/connection-rules.ts";
import type { Connection } from "#engine/patch.ts";
import { connectionSchema } from "#engine/patch-schema.ts";
import { strangeSignal } from "#engine/strange-cable.ts";
import { id, keptBeside } from "./field-schemas.ts";
import type { Surroundings } from "./surroundings.ts";
import type { TableDescriptor } from "./table-descriptor.ts";

const endpoint = z.strictObject({ module: id, port: z.string() });

/** Of a cable at a place this build doesn't know also what it carries. */
const keptOfCable = keptBeside(connectionSchema, ["signal"]).and(
  z.looseObject({ signal: connectionSchema.shape.signal }),
);

export const connections: TableDescriptor<"connections"> = {
  schema: z.strictObject({
    id,
    signal: z.enum(["audio", "video", "control", "event"]),
    from: endpoint,
    to: endpoint,
    amount: z.number().min(-1).max(2),
    offset: z.number().min(-1).max(1),
    active: z.boolean(),
    kept: keptOfCable.optional(),
  }),
  numberedBy: "connection",
  holdsId: true,
  isNamed: false,
  translated: (cable, translate) => ({
    ...cable,
    from: { ...cable.from, module: translate("modules", cable.from.module) },
    to: { ...cable.to, module: translate("modules", cable.to.module) },
  }),
  repaired: (cable, _, around) => (stillFits(around, cable) ? cable : undefined),
};

/**
 * A cable of a module this build doesn't know comes back as it was, and so does one at a port that is away; any other must still be
 * allowed, and its place free.
 */
function stillFits({ patch, registry }: Surroundings, cable: Connection): boolean {
  const from = patch.modules.get(cable.from.module);
  const to = patch.modules.get(cable.to.module);
  if (!from || !to) return false;
  if (strangeSignal(registry, { ...cable.from, at: from }, { ...cable.to, at: to }, cable.signal)) return true;
  const isFree = replacedBy(patch, cable.signal, cable.to).length === 0;
  if (isAway(patch, registry, cable)) return isFree && !isTwice(patch, cable.from, cable.to);
  const signal = cableSignal(patch, registry, cable.from, cable.to);
  return signal.ok && signal.value === cable.signal && isFree;
}
