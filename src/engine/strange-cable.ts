import { targetOf } from "./connection-rules.ts";
import type { Registry } from "./module-definition.ts";
import { definitionOf, type Endpoint, type Module, outputsOf } from "./patch.ts";
import type { Signal } from "./signal.ts";

/** An end of a cable with the module it is at. */
export interface CableEnd extends Endpoint {
  readonly at: Module;
}

/** Whether an end is at a place this build can't judge: of a placeholder, or a parameter it doesn't know. */
const isStrangeEnd = ({ at, port }: CableEnd): boolean =>
  at.unknown !== undefined || Object.hasOwn(at.keptParameters ?? {}, port);

/**
 * What a cable carries of which an end is at a place this build doesn't know: what the end that it knows says, else what
 * the file says, else what the names of the ports suggest. Undefined of any other cable: the rules say what that carries.
 */
export function strangeSignal(
  registry: Registry,
  from: CableEnd,
  to: CableEnd,
  written: Signal | undefined,
): Signal | undefined {
  if (!isStrangeEnd(from) && !isStrangeEnd(to)) return undefined;
  return outputSignal(registry, from) ?? inputSignal(registry, to) ?? written ?? guessed(from.port, to.port);
}

function outputSignal(registry: Registry, { at, port }: CableEnd): Signal | undefined {
  const outputs = outputsOf(definitionOf(registry, at), at);
  return Object.hasOwn(outputs, port) ? outputs[port]?.signal : undefined;
}

function inputSignal(registry: Registry, end: CableEnd): Signal | undefined {
  const definition = definitionOf(registry, end.at);
  if (!definition) return undefined;
  const target = targetOf(definition, end.at, end.port);
  if (target.ok) return target.value.signal;
  return isStrangeEnd(end) ? "control" : undefined;
}

const HINTS: readonly (readonly [RegExp, Signal])[] = [
  [/video|picture|image/i, "video"],
  [/note|trigger|gate|event/i, "event"],
  [/audio|sound/i, "audio"],
];

function guessed(...ports: readonly string[]): Signal {
  for (const port of ports) for (const [hint, signal] of HINTS) if (hint.test(port)) return signal;
  return "control";
}
