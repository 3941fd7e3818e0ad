import type { ModuleDefinition, Registry } from "./module-definition.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import type { Endpoint, Module, ModuleId, Patch } from "./patch.ts";
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
  if (output.signal === "video" && closesLoop(patch, registry, from.module, to.module, "video"))
    return refused(
      `“${source.name}” can't feed “${target.name}”: the picture would run in a circle. Try a feedback module in the loop.`,
    );
  if (output.signal === "event" && closesLoop(patch, registry, from.module, to.module, "event"))
    return refused(`“${source.name}” can't feed “${target.name}”: notes would run in a circle for ever.`);
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

/** Whether a cable would close a circle no module breaks. Sound and control may go in circles: they take a block to come round. */
function closesLoop(
  patch: Patch,
  registry: Registry,
  from: ModuleId,
  to: ModuleId,
  signal: "video" | "event",
): boolean {
  const breaks = (id: ModuleId) =>
    signal === "video" && registry.get(patch.modules.get(id)?.type ?? "")?.video?.kind === "feedback";
  if (breaks(from) || breaks(to)) return false;
  const seen = new Set<ModuleId>([to]);
  const ahead = [to];
  for (let module = ahead.pop(); module !== undefined; module = ahead.pop()) {
    if (module === from) return true;
    for (const id of patch.connectionsOf.get(module) ?? []) {
      const cable = patch.connections.get(id);
      if (cable?.signal !== signal || cable.from.module !== module) continue;
      const next = cable.to.module;
      if (seen.has(next) || breaks(next)) continue;
      seen.add(next);
      ahead.push(next);
    }
  }
  return false;
}
