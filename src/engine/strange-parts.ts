import type { Kept } from "./kept.ts";
import { modulePath } from "./name-index.ts";
import type { Connection, Patch } from "./patch.ts";
import { inOrder } from "./table.ts";

/** Something in a patch's file that this build doesn't know: kept, written back, and without effect. */
export interface StrangePart {
  /** Where it stands in the file, with names in place of numbers: `modules[warm].parameters.cutof`. */
  readonly path: string;
  /** Why, in a few words. */
  readonly reason: string;
}

/** Everything of a patch's file that this build doesn't know: what a newer one wrote, or a slip of who wrote it by hand. */
export function strangeParts(patch: Patch): readonly StrangePart[] {
  const parts: StrangePart[] = [];
  const note = (place: string, kept: Kept | undefined, reason: string) => {
    for (const key of Object.keys(kept ?? {})) parts.push({ path: `${place}${place ? "." : ""}${key}`, reason });
  };
  const { transport, ...sections } = patch.kept;
  note("", sections, "a patch has no such section");
  note("transport", transport as Kept | undefined, "a transport has no such field");
  for (const [, module] of inOrder(patch.modules)) {
    const place = `modules[${modulePath(patch, module)}]`;
    if (module.unknown)
      parts.push({ path: place, reason: `version ${module.unknown.version} of ${module.type} is not known` });
    else note(`${place}.parameters`, module.keptParameters, `${module.type} has no such parameter`);
    note(place, module.kept, "a module has no such field");
  }
  for (const [, cable] of inOrder(patch.connections)) {
    const { signal: _, ...kept } = cable.kept ?? {};
    note(`connections[${placeOf(patch, cable.from)} → ${placeOf(patch, cable.to)}]`, kept, "a cable has no such field");
  }
  for (const [table, reason] of [
    ["patterns", "a pattern has no such field"],
    ["assets", "an asset has no such field"],
    ["presets", "a preset has no such field"],
  ] as const)
    for (const [, row] of inOrder<{ readonly name: string; readonly kept?: Kept }>(patch[table]))
      note(`${table}[${row.name}]`, row.kept, reason);
  return parts;
}

function placeOf(patch: Patch, { module: id, port }: Connection["from"]): string {
  const module = patch.modules.get(id);
  return module ? `${modulePath(patch, module)}.${port}` : port;
}
