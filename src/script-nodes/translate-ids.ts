import type { Command } from "#engine/command.ts";
import type { Created } from "#engine/engine.ts";
import { PROVISIONAL } from "./replica.ts";

/** The fields of commands that hold ids of things a script may just have made. */
const REFERENCES = new Set(["id", "module", "pattern", "connection", "modules", "connections"]);

/** Replaces provisional ids by real ones; the id of what the command itself makes is left out, so the engine gives one. */
export function withRealIds(command: Command, real: (provisional: number) => number | undefined): Command {
  return { ...command, payload: translated(command.payload, real) } as Command;
}

function translated(value: unknown, real: (provisional: number) => number | undefined): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (key === "from" || key === "to") entries.push([key, translated(item, real)]);
    else if (!REFERENCES.has(key)) entries.push([key, item]);
    else if (Array.isArray(item)) entries.push([key, item.map((id: number) => real(id) ?? id)]);
    else if (key !== "id" || !isProvisional(item)) entries.push([key, real(item as number) ?? item]);
  }
  return Object.fromEntries(entries);
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
