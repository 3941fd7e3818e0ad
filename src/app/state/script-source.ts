import type { Registry } from "#engine/module-definition.ts";
import type { Module } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";

/** The applied text of a script module; undefined when the module is no script. */
export function scriptSource(registry: Registry, module: Module): string | undefined {
  const definition = definitionOf(registry, module);
  if (!definition?.script) return undefined;
  const source = (module.content ?? definition.content?.default)?.source;
  return typeof source === "string" ? source : "";
}
