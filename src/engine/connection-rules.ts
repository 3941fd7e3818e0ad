import { circleReason, closesCircle } from "./circles.ts";
import type { ModuleDefinition, Registry } from "./module-definition.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import type { Endpoint, Module, Patch } from "./patch.ts";
import { definitionOf, inputsOf, outputsOf } from "./patch.ts";
import type { Signal } from "./signal.ts";

const WORDS: Record<Signal, string> = { audio: "sound", video: "picture", control: "control", event: "note" };

/** What to put between an output and an input that carry different things. */
const BRIDGES: Partial<Record<`${Signal} ${Signal}`, string>> = {
  "audio video": "Try an oscilloscope or an analyser in between.",
  "audio control": "Try an analyser in between.",
  "audio event": "Try an analyser and a script in between.",
  "control audio": "Try an oscillator or an amplifier, and move one of its parameters.",
  "control video": "Try moving one of its parameters instead.",
  "event audio": "Try a sampler or an envelope in between.",
  "event control": "Try an envelope in between.",
  "event video": "Try a sampler in between.",
};

/** What the end of a cable would carry into a module, and whether it moves a parameter. */
interface Target {
  readonly signal: Signal;
  readonly isParameter: boolean;
}

/** The place a cable can end at, or why it can't. */
export function targetOf(definition: ModuleDefinition, module: Module, port: string): Outcome<Target> {
  const inputs = inputsOf(definition, module);
  const input = Object.hasOwn(inputs, port) ? inputs[port] : undefined;
  if (input) return done({ signal: input.signal, isParameter: false });
  const parameter = Object.hasOwn(definition.parameters, port) ? definition.parameters[port] : undefined;
  if (!parameter) return refused(`“${module.name}” has no input called “${port}”.`);
  if (parameter.kind === "number") return done({ signal: "control", isParameter: true });
  return refused(
    `“${port}” of “${module.name}” is a ${parameter.kind}: only number parameters can be moved by a cable.`,
  );
}

/**
 * Says which signal a cable between two places would carry, or in words why there can be none. A video input that already
 * holds a cable is no reason: see {@link replacedBy}.
 */
export function cableSignal(patch: Patch, registry: Registry, from: Endpoint, to: Endpoint): Outcome<Signal> {
  const signal = fittingSignal(patch, registry, from, to);
  if (!signal.ok || !closesCircle(patch, registry, from.module, to.module, signal.value)) return signal;
  return refused(circleReason(patch, from, to, signal.value));
}

/** As {@link cableSignal}, but without looking for circles: who plugs in many cables looks once, with `closingCable`. */
export function fittingSignal(patch: Patch, registry: Registry, from: Endpoint, to: Endpoint): Outcome<Signal> {
  const source = patch.modules.get(from.module);
  const target = patch.modules.get(to.module);
  if (!source || !target) return refused("One end of the cable has no module any more.");
  const sourceDefinition = definitionOf(registry, source);
  const targetDefinition = definitionOf(registry, target);
  if (!sourceDefinition || !targetDefinition)
    return refused(
      `“${(sourceDefinition ? target : source).name}” is a module this version doesn't know, so its ports are unknown too.`,
    );
  const outputs = outputsOf(sourceDefinition, source);
  const output = Object.hasOwn(outputs, from.port) ? outputs[from.port] : undefined;
  if (!output) return refused(`“${source.name}” has no output called “${from.port}”.`);
  const input = targetOf(targetDefinition, target, to.port);
  if (!input.ok) return input;
  if (output.signal !== input.value.signal) {
    const bridge = BRIDGES[`${output.signal} ${input.value.signal}`];
    const place = `a ${WORDS[input.value.signal]} input`;
    return refused(
      `“${source.name}” can't feed “${target.name}”: ${WORDS[output.signal]} doesn't go into ${place}.${bridge ? ` ${bridge}` : ""}`,
    );
  }
  if (isTwice(patch, from, to)) return refused(`“${source.name}” already feeds “${to.port}” of “${target.name}”.`);
  return done(output.signal);
}

/** Whether there is a cable between two places already. */
export function isTwice(patch: Patch, from: Endpoint, to: Endpoint): boolean {
  const atTarget = patch.connectionsOf.get(to.module) ?? [];
  const atSource = patch.connectionsOf.get(from.module) ?? [];
  for (const id of atSource.length < atTarget.length ? atSource : atTarget) {
    const other = patch.connections.get(id);
    if (other && isSame(other.from, from) && isSame(other.to, to)) return true;
  }
  return false;
}

const isSame = (a: Endpoint, b: Endpoint) => a.module === b.module && a.port === b.port;

/** The cables a new one takes the place of: the one at a video input, since that holds one. */
export function replacedBy(patch: Patch, signal: Signal, to: Endpoint): readonly number[] {
  if (signal !== "video") return [];
  return (patch.connectionsOf.get(to.module) ?? []).filter((id) => {
    const other = patch.connections.get(id);
    return other !== undefined && isSame(other.to, to);
  });
}
