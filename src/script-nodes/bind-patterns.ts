import { bindPattern, createPattern, deletePattern, resizePattern, setSteps } from "#engine/command.ts";
import { EMPTY_STEP, type Pattern, type Step } from "#engine/patch.ts";
import { inOrder } from "#engine/table.ts";
import { HostRefusal, type ScriptRecord, type ScriptValue } from "./bridge.ts";
import type { HostImplementation } from "./host-implementation.ts";
import type { PatchAccess } from "./patch-access.ts";

type Paths =
  | `PatternRuntime:${"createPattern" | "setStep" | "getStep" | "getPatternNames" | "bind" | "deletePattern"}`
  | "pattern";

/** The pattern of this name; refuses when there is none. */
export function patternNamed(access: PatchAccess, name: string): Pattern {
  const found = lookUp(access, name);
  if (!found) throw new HostRefusal(`There is no pattern called “${name}”. Make one with pattern("${name}", 16).`);
  return found;
}

const lookUp = (access: PatchAccess, name: string): Pattern | undefined =>
  [...access.patch().patterns.values()].find((pattern) => pattern.name === name);

/** Patterns and what plays them. */
export function bindPatterns(access: PatchAccess): Pick<HostImplementation, Paths> {
  const ensure = (name: string, steps: number | null): Pattern => {
    const found = lookUp(access, name);
    if (!found) access.submit(createPattern({ name, ...(steps === null ? {} : { steps }) }));
    else if (steps !== null && steps !== found.steps.length) access.submit(resizePattern({ pattern: found.id, steps }));
    return patternNamed(access, name);
  };

  const change = (pattern: Pattern, rows: readonly (readonly [row: number, step: Step])[]): void => {
    const changed = rows.filter(([row, step]) => !isSame(pattern.steps[row] ?? EMPTY_STEP, step));
    if (changed.length > 0) access.submit(setSteps({ pattern: pattern.id, steps: Object.fromEntries(changed) }));
  };

  const rowOf = (pattern: Pattern, step: number): number => {
    if (step >= 1 && step <= pattern.steps.length) return step - 1;
    throw new HostRefusal(`“${pattern.name}” has steps 1 to ${pattern.steps.length}; there is no step ${step}.`);
  };

  return {
    "PatternRuntime:createPattern": (_, name, steps) => ensure(name, steps).name,
    "PatternRuntime:setStep": (_, name, step, values) => {
      const pattern = patternNamed(access, name);
      const row = rowOf(pattern, step);
      change(pattern, [[row, stepOf(values, pattern.steps[row] ?? EMPTY_STEP)]]);
      return null;
    },
    "PatternRuntime:getStep": (_, name, step) => {
      const pattern = patternNamed(access, name);
      return { ...(pattern.steps[rowOf(pattern, step)] ?? EMPTY_STEP) };
    },
    "PatternRuntime:getPatternNames": () => inOrder(access.patch().patterns).map(([, pattern]) => pattern.name),
    "PatternRuntime:bind": (_, module, name) => {
      const found = access.find(module);
      const pattern = patternNamed(access, name).id;
      if (access.patch().bindings.get(found.module.id) !== pattern) {
        access.submit(bindPattern({ module: found.module.id, pattern }));
      }
      return null;
    },
    "PatternRuntime:deletePattern": (_, name) => {
      const found = lookUp(access, name);
      if (found) access.submit(deletePattern({ pattern: found.id }));
      return found !== undefined;
    },
    pattern(name, steps) {
      if (steps === null || typeof steps === "number") return ensure(name, steps).name;
      const list = Array.isArray(steps) ? (steps as readonly ScriptValue[]) : undefined;
      if (!list)
        throw new HostRefusal("pattern: steps should be a number or a list, with false where there is no note.");
      change(
        ensure(name, list.length),
        list.map((value, row) => [row, stepOf(value, EMPTY_STEP)]),
      );
      return name;
    },
  };
}

/** A step as scripts write it: a note number, false for none, or some fields over `base`. */
function stepOf(value: ScriptValue, base: Step): Step {
  if (value === null || value === false) return EMPTY_STEP;
  if (typeof value === "number") return { ...base, note: value };
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new HostRefusal("A step is a note number, false, or a table of note, volume, length and chance.");
  }
  const fields = value as ScriptRecord;
  const step: Record<string, number | null> = { ...base };
  for (const [key, field] of Object.entries(fields)) {
    if (!Object.hasOwn(EMPTY_STEP, key))
      throw new HostRefusal(`A step has note, volume, length and chance, but no “${key}”.`);
    if (key === "note" && field === false) step.note = null;
    else if (typeof field === "number") step[key] = field;
    else throw new HostRefusal(`The ${key} of a step is a number.`);
  }
  return step as unknown as Step;
}

const isSame = (a: Step, b: Step): boolean =>
  a.note === b.note && a.volume === b.volume && a.length === b.length && a.chance === b.chance;
