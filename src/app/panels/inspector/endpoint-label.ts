import type { Registry } from "#engine/module-definition.ts";
import { definitionOf, type Endpoint, inputsOf, outputsOf, type Patch } from "#engine/patch.ts";

/** A cable's end in words: the module's name and the port's label. */
export function endpointLabel(patch: Patch, registry: Registry, end: Endpoint, side: "from" | "to"): string {
  const module = patch.modules.get(end.module);
  if (!module) return "a removed module";
  const definition = definitionOf(registry, module);
  const label =
    side === "from"
      ? outputsOf(definition, module)[end.port]?.label
      : (inputsOf(definition, module)[end.port]?.label ?? definition?.parameters[end.port]?.label);
  return `${module.name} ${(label ?? end.port).toLowerCase()}`;
}
