import { targetOf } from "./connection-rules.ts";
import type { Registry } from "./module-definition.ts";
import { type Connection, definitionOf, type Endpoint, type Module, outputsOf, type Patch } from "./patch.ts";
import type { Signal } from "./signal.ts";

/**
 * Whether a cable is at a port that its module had and no longer declares, as when a script's text is edited. Such a cable stays in
 * the patch and carries nothing until the port returns; files, copies and presets are written without it.
 */
export function isAway(patch: Patch, registry: Registry, { from, to, signal }: Connection): boolean {
  return isAwayAt(patch, registry, from, signal, outputSignal) || isAwayAt(patch, registry, to, signal, inputSignal);
}

type SignalAt = (registry: Registry, module: Module, port: string) => Signal | undefined;

/** Only ports that follow from content come and go. */
function isAwayAt(patch: Patch, registry: Registry, end: Endpoint, signal: Signal, signalAt: SignalAt): boolean {
  const module = patch.modules.get(end.module);
  if (!module || !definitionOf(registry, module)?.content?.ports) return false;
  if (Object.hasOwn(module.keptParameters ?? {}, end.port)) return false;
  return signalAt(registry, module, end.port) !== signal;
}

const outputSignal: SignalAt = (registry, module, port) => {
  const outputs = outputsOf(definitionOf(registry, module), module);
  return Object.hasOwn(outputs, port) ? outputs[port]?.signal : undefined;
};

const inputSignal: SignalAt = (registry, module, port) => {
  const definition = definitionOf(registry, module);
  const target = definition && targetOf(definition, module, port);
  return target?.ok ? target.value.signal : undefined;
};
