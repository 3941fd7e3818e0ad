import type { ModuleExample, Registry } from "#engine/module-definition.ts";
import type { PatchFragment, Position } from "#engine/patch.ts";

const COLUMN_PX = 256;
const ROW_PX = 224;

/** A definition's example as a fragment: modules left to right in the order the signal takes. */
export function exampleFragment(example: ModuleExample, registry: Registry): PatchFragment {
  const cables = example.connections.map((text) => {
    const [from = "", to = ""] = text.split("->").map((end) => end.trim());
    return { from, to };
  });
  const positions = columns(Object.keys(example.modules), cables);
  return {
    format: "optophone-fragment",
    version: 1,
    modules: Object.entries(example.modules).map(([name, { type, parameters }]) => ({
      name,
      type,
      version: registry.get(type)?.version ?? 1,
      position: positions.get(name) ?? { x: 0, y: 0 },
      parameters: parameters ?? {},
    })),
    connections: cables,
  };
}

function columns(
  names: readonly string[],
  cables: readonly { readonly from: string; readonly to: string }[],
): ReadonlyMap<string, Position> {
  const moduleOf = (end: string) => end.slice(0, end.lastIndexOf("."));
  const column = new Map(names.map((name) => [name, 0]));
  // Each pass moves what is fed one column right of its feeder; as many passes as modules settle any chain, and a loop stops there.
  for (let pass = 0; pass < names.length; pass++)
    for (const { from, to } of cables) {
      const wanted = Math.min(names.length - 1, (column.get(moduleOf(from)) ?? 0) + 1);
      if ((column.get(moduleOf(to)) ?? 0) < wanted) column.set(moduleOf(to), wanted);
    }
  const filled = new Map<number, number>();
  return new Map(
    names.map((name) => {
      const at = column.get(name) ?? 0;
      const row = filled.get(at) ?? 0;
      filled.set(at, row + 1);
      return [name, { x: at * COLUMN_PX, y: row * ROW_PX }];
    }),
  );
}
