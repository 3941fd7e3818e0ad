import type { ModuleDefinition } from "#engine/module-definition.ts";
import type { Signal } from "#engine/signal.ts";

/** The signal a module stands for in lists: of its first output, else of its first input. */
export function signalOf(definition: ModuleDefinition): Signal {
  const first = Object.values(definition.outputs)[0] ?? Object.values(definition.inputs)[0];
  if (first) return first.signal;
  return definition.video ? "video" : definition.audio ? "audio" : definition.sequencer ? "event" : "control";
}
