import { withArticle } from "./article.ts";
import { HostRefusal, isFunction, isHandle, type ScriptValue } from "./bridge.ts";
import type { ApiParameter, ApiType, HostFunction } from "./host-api-types.ts";

/**
 * Checks what a script passed against the table. Answers exactly one value per parameter, null for those left out.
 * Throws {@link HostRefusal} naming function, argument, what was expected and what came.
 */
export function checkArguments(path: string, declared: HostFunction, given: readonly ScriptValue[]): ScriptValue[] {
  const method = path.includes(":");
  return declared.parameters.map((parameter, index) => {
    const value = given[index] ?? null;
    if (value === null && (parameter.optional || parameter.type === "any")) return null;
    if (fits(parameter.type, value)) return value;
    throw new HostRefusal(complaint(path, parameter, method && index === 0, index + (method ? 0 : 1), value));
  });
}

function complaint(path: string, parameter: ApiParameter, self: boolean, place: number, value: ScriptValue): string {
  const name = path.slice(path.indexOf(":") + 1);
  if (self) {
    const kind = path.slice(0, path.indexOf(":"));
    return `${name} is called on ${nameOf(value)} instead of ${withArticle(kind)}; write a colon before ${name}, not a dot.`;
  }
  return `${name}: argument ${place} (${parameter.name}) should be ${wanted(parameter.type)}, not ${nameOf(value)}.`;
}

function fits(type: ApiType, value: ScriptValue): boolean {
  switch (type) {
    case "any":
      return true;
    case "nothing":
      return value === null;
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "integer":
      return Number.isSafeInteger(value);
    case "string":
    case "boolean":
      return typeof value === type;
    case "scalar":
      return (
        typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))
      );
    case "function":
      return isFunction(value);
    case "table":
      return typeof value === "object" && value !== null && !isFunction(value) && !isHandle(value);
    case "module":
    case "port":
      return typeof value === "string" || isHandleOf(value, "Module");
    default:
      return isHandleOf(value, type.slice("handle ".length));
  }
}

const isHandleOf = (value: ScriptValue, kind: string): boolean => isHandle(value) && value.kind === kind;

function wanted(type: ApiType): string {
  switch (type) {
    case "integer":
      return "a whole number";
    case "scalar":
      return "a number, a string or a boolean";
    case "module":
      return "a module or its name";
    case "port":
      return "a port like “kick.audio” or a module";
    default:
      return type.startsWith("handle ") ? withArticle(type.slice("handle ".length)) : withArticle(type);
  }
}

function nameOf(value: ScriptValue): string {
  if (value === null) return "nothing";
  if (isFunction(value)) return "a function";
  if (isHandle(value)) return withArticle(value.kind);
  if (typeof value === "object") return "a table";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return `the ${typeof value} ${JSON.stringify(value).slice(0, 40)}`;
}
