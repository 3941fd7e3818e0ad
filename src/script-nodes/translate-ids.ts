import type { Command } from "#engine/command.ts";
import type { Created } from "#engine/engine.ts";

/** Ids a replica gives to what is not in the patch yet begin here; the host replaces them by real ones. */
export const PROVISIONAL = 2 ** 29;

/** The fields of commands that hold ids of things a script may just have made. */
const REFERENCES = new Set(["module", "pattern", "connection", "modules", "connections"]);

/** Replaces provisional ids of what a command is about by real ones, where they are known. The id of what it makes stays. */
export function withRealIds(command: Command, real: (provisional: number) => number | undefined): Command {
  return { ...command, payload: translated(command.payload, real) } as Command;
}

function translated(value: unknown, real: (provisional: number) => number | undefined): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    if (key === "from" || key === "to") return [key, translated(item, real)];
    if (!REFERENCES.has(key)) return [key, item];
    return [key, Array.isArray(item) ? item.map((id: number) => real(id) ?? id) : (real(item as number) ?? item)];
  });
  return Object.fromEntries(entries);
}

/** The command without the provisional id it asks for, so that the engine gives one. */
export function withoutProvisionalId(command: Command): Command {
  const payload: unknown = command.payload;
  if (typeof payload !== "object" || payload === null || !("id" in payload) || !isProvisional(payload.id))
    return command;
  const { id: _, ...rest } = payload;
  return { ...command, payload: rest } as Command;
}

const isProvisional = (id: unknown): id is number => typeof id === "number" && id >= PROVISIONAL;

/** The provisional id a command asks for what it makes, and the real one it got. */
export function idPair(asked: Command, created: Created): readonly [provisional: number, real: number] | undefined {
  const payload: unknown = asked.payload;
  if (typeof payload !== "object" || payload === null || !("id" in payload) || !isProvisional(payload.id))
    return undefined;
  const made = created.modules[0] ?? created.connections[0] ?? created.patterns[0];
  return made === undefined ? undefined : [payload.id, made];
}
