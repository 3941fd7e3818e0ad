import { type Content, control, type DynamicPorts, type Port } from "./module-definition.ts";

/** A control port a script declared. */
export interface ScriptPort {
  /** Derived from the label: what cables and readings refer to. */
  readonly key: string;
  readonly label: string;
  /** What a control of 0 and of 1 mean at an input; the limits of an output. */
  readonly min: number;
  readonly max: number;
  /** Value of an input without a cable. */
  readonly default: number;
}

/** What a script module stores: its text, and the ports its last run declared. */
export interface ScriptContent {
  readonly source: string;
  readonly inputs: readonly ScriptPort[];
  readonly outputs: readonly ScriptPort[];
}

/** The port's key: the label in camelCase, letters and digits only, beginning with a letter; undefined when nothing is left. */
export function portKey(label: string): string | undefined {
  const words = label.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const key = words
    .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join("")
    .replace(/^[0-9]+/, "");
  return key === "" ? undefined : key.charAt(0).toLowerCase() + key.slice(1);
}

/** Says what keeps a content from being a script's, or nothing. */
export function scriptContentProblem(content: unknown): string | undefined {
  if (typeof content !== "object" || content === null) return "A script's content is an object with a source.";
  if (!("source" in content) || typeof content.source !== "string") return "A script's source is a text.";
  for (const side of ["inputs", "outputs"] as const) {
    const list = (content as Content)[side];
    if (list === undefined) continue;
    if (!Array.isArray(list) || !list.every(isScriptPort)) {
      return `A script's ${side} are a list of ports with key, label, min, max and default.`;
    }
  }
  return undefined;
}

function isScriptPort(port: unknown): port is ScriptPort {
  if (typeof port !== "object" || port === null) return false;
  const { key, label, min, max, default: initial } = port as Partial<Record<keyof ScriptPort, unknown>>;
  return (
    typeof key === "string" &&
    key !== "__proto__" &&
    typeof label === "string" &&
    [min, max, initial].every((value) => Number.isFinite(value))
  );
}

/** Reads a content; whatever is missing or broken counts as empty. */
export function scriptContentOf(content: Content | undefined): ScriptContent {
  const list = (side: unknown): readonly ScriptPort[] => (Array.isArray(side) ? side.filter(isScriptPort) : []);
  const source = content?.source;
  return {
    source: typeof source === "string" ? source : "",
    inputs: list(content?.inputs),
    outputs: list(content?.outputs),
  };
}

/** The ports that follow from a script's content. */
export function scriptPorts(content: Content): DynamicPorts {
  const { inputs, outputs } = scriptContentOf(content);
  const ports = (list: readonly ScriptPort[]): Record<string, Port> =>
    Object.fromEntries(list.map((port) => [port.key, control(port.label)]));
  return { inputs: ports(inputs), outputs: ports(outputs) };
}
