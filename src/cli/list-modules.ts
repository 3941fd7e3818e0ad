import type { ModuleDefinition, Port, Registry } from "#engine/module-definition.ts";
import type { Parameter } from "#engine/parameter.ts";
import { formatParameter } from "#engine/parameter-text.ts";

/** Every module as JSON, for other programs: ports and parameters in declaration order, values as files write them. */
export function modulesAsJson(registry: Registry): string {
  const modules = registry.all().map(({ type, version, kind, title, summary, inputs, outputs, parameters }) => ({
    type,
    version,
    kind,
    title,
    summary,
    inputs: portsAsJson(inputs),
    outputs: portsAsJson(outputs),
    parameters: Object.entries(parameters).map(([key, parameter]) => parameterAsJson(key, parameter)),
  }));
  return JSON.stringify(modules, undefined, 2);
}

const portsAsJson = (ports: Readonly<Record<string, Port>>) =>
  Object.entries(ports).map(([key, { signal, label }]) => ({ key, signal, label }));

function parameterAsJson(key: string, parameter: Parameter) {
  const { kind, label, summary } = parameter;
  if (kind === "toggle") return { key, kind, label, default: parameter.default === 1, summary };
  if (kind === "choice") {
    const { options } = parameter;
    return { key, kind, label, options, default: options[parameter.default], summary };
  }
  const { unit, min, max, curve, step } = parameter;
  return { key, kind, label, unit, min, max, default: parameter.default, curve, ...(step && { step }), summary };
}

/** Every module as text, for people. */
export function modulesAsText(registry: Registry): string {
  return registry.all().map(moduleAsText).join("\n\n");
}

function moduleAsText({ type, title, summary, inputs, outputs, parameters }: ModuleDefinition): string {
  const width = Math.max(0, ...Object.keys(parameters).map((key) => key.length));
  return [
    `${type}  ${title}`,
    `  ${summary}`,
    ...portLine("in ", inputs),
    ...portLine("out", outputs),
    ...Object.entries(parameters).map(([key, parameter]) => `  ${key.padEnd(width)}  ${rangeText(parameter)}`),
  ].join("\n");
}

function portLine(direction: string, ports: Readonly<Record<string, Port>>): string[] {
  const names = Object.entries(ports).map(([key, { signal }]) => `${key} (${signal})`);
  return names.length > 0 ? [`  ${direction} ${names.join(", ")}`] : [];
}

function rangeText(parameter: Parameter): string {
  if (parameter.kind === "toggle") return `on or off, default ${parameter.default ? "on" : "off"}`;
  if (parameter.kind === "choice")
    return `${parameter.options.join(" | ")}, default ${parameter.options[parameter.default]}`;
  const [min, max, standard] = [parameter.min, parameter.max, parameter.default].map((value) =>
    formatParameter(parameter, value),
  );
  return `${min} to ${max}, default ${standard}`;
}
