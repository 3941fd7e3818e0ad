import type { Registry } from "./module-definition.ts";
import type { Connection, Endpoint, ModuleId, Patch } from "./patch.ts";
import type { Signal } from "./signal.ts";

/** Signals that may not run in a circle. Sound and control may: they take a block to come round. */
const STRAIGHT: readonly Signal[] = ["video", "event"];

/** Whether a cable would close a circle no module breaks. */
export function closesCircle(patch: Patch, registry: Registry, from: ModuleId, to: ModuleId, signal: Signal): boolean {
  if (!STRAIGHT.includes(signal)) return false;
  const breaks = breaker(patch, registry, signal);
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

/** Why a cable that closes a circle can't be plugged in. */
export function circleReason({ modules }: Patch, from: Endpoint, to: Endpoint, signal: Signal): string {
  const [source, target] = [from, to].map(({ module }) => modules.get(module)?.name);
  const fault =
    signal === "video"
      ? "the picture would run in a circle. Try a feedback module in the loop."
      : "notes would run in a circle for ever.";
  return `“${source}” can't feed “${target}”: ${fault}`;
}

/**
 * The cable at which, plugged in one after the other, the first circle closes that no module breaks. Takes as many looks at
 * all cables as halving them takes, where asking for each cable would look at all for each.
 */
export function closingCable(patch: Patch, registry: Registry, cables: readonly Connection[]): Connection | undefined {
  for (const signal of STRAIGHT) {
    const breaks = breaker(patch, registry, signal);
    const those = cables.filter(
      (cable) => cable.signal === signal && !breaks(cable.from.module) && !breaks(cable.to.module),
    );
    if (!hasCircle(those)) continue;
    let [without, within] = [0, those.length];
    while (within - without > 1) {
      const half = (without + within) >> 1;
      if (hasCircle(those.slice(0, half))) within = half;
      else without = half;
    }
    return those[within - 1];
  }
  return undefined;
}

/** A feedback module shows the picture before, so a circle through it is none; one this build doesn't know may do so. */
function breaker({ modules }: Patch, registry: Registry, signal: Signal): (module: ModuleId) => boolean {
  return (id) => {
    const module = modules.get(id);
    if (module?.unknown) return true;
    return signal === "video" && registry.get(module?.type ?? "")?.video?.kind === "feedback";
  };
}

/** Whether some are left once every module that nothing leads to is taken away, again and again: Kahn's order. */
function hasCircle(cables: readonly Connection[]): boolean {
  const into = new Map<ModuleId, number>();
  const outOf = new Map<ModuleId, ModuleId[]>();
  for (const { from, to } of cables) {
    into.set(from.module, into.get(from.module) ?? 0);
    into.set(to.module, (into.get(to.module) ?? 0) + 1);
    const next = outOf.get(from.module);
    if (next) next.push(to.module);
    else outOf.set(from.module, [to.module]);
  }
  const free = [...into].filter(([, count]) => count === 0).map(([module]) => module);
  let left = into.size;
  for (let module = free.pop(); module !== undefined; module = free.pop()) {
    left--;
    for (const next of outOf.get(module) ?? []) {
      const count = (into.get(next) ?? 0) - 1;
      into.set(next, count);
      if (count === 0) free.push(next);
    }
  }
  return left > 0;
}
