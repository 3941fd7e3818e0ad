import type { ModuleDefinition } from "./module-definition.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import { clampParameter, type Parameter } from "./parameter.ts";

/** How files, scripts and commands write a parameter: a number in its unit, an option's name, true or false. */
export type WrittenValue = number | string | boolean;

const indices = new WeakMap<ModuleDefinition, ReadonlyMap<string, number>>();

/** Where in a module's values each parameter is. */
export function parameterIndices(definition: ModuleDefinition): ReadonlyMap<string, number> {
  let found = indices.get(definition);
  if (!found) {
    found = new Map(Object.keys(definition.parameters).map((key, index) => [key, index]));
    indices.set(definition, found);
  }
  return found;
}

/** The number a module stores for a written value: clamped to the range. Refuses the wrong kind of value and unknown options. */
export function storedValue(parameter: Parameter, value: unknown): Outcome<number> {
  if (parameter.kind === "number") {
    if (typeof value !== "number" || Number.isNaN(value)) return refused(`it takes a number, not ${shown(value)}`);
    return done(clampParameter(parameter, value) + 0);
  }
  if (parameter.kind === "toggle") {
    if (typeof value === "boolean") return done(value ? 1 : 0);
    return value === 0 || value === 1 ? done(value) : refused(`it is on or off (true or false), not ${shown(value)}`);
  }
  const { options } = parameter;
  if (typeof value === "string") {
    const index = options.indexOf(value);
    if (index >= 0) return done(index);
  } else if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value < options.length) {
    return done(value);
  }
  return refused(`it is one of ${options.join(", ")}, not ${shown(value)}`);
}

/** How a stored number is written: the inverse of {@link storedValue}. */
export function writtenValue(parameter: Parameter, value: number): WrittenValue {
  if (parameter.kind === "toggle") return value >= 0.5;
  if (parameter.kind === "choice") return parameter.options[value] ?? parameter.options[parameter.default] ?? value;
  return value;
}

/** A module's values by key, in the order of its definition. */
export function writtenValues(
  definition: ModuleDefinition,
  values: readonly number[],
): Readonly<Record<string, WrittenValue>> {
  const written: Record<string, WrittenValue> = {};
  let index = 0;
  for (const [key, parameter] of Object.entries(definition.parameters)) {
    written[key] = writtenValue(parameter, values[index] ?? parameter.default);
    index++;
  }
  return written;
}

/** The values of a new module: every parameter's default. */
export function defaultValues(definition: ModuleDefinition): readonly number[] {
  return Object.values(definition.parameters).map((parameter) => parameter.default);
}

function shown(value: unknown): string {
  if (typeof value === "string") return `“${value.slice(0, 40)}”`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : "an object";
}
