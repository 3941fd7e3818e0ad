import { cableSignal, replacedBy } from "#engine/connection-rules.ts";
import type { Draft } from "#engine/draft.ts";
import { type Refusal, refused } from "#engine/outcome.ts";
import type { Connection, ConnectionId } from "#engine/patch.ts";
import type { Signal } from "#engine/signal.ts";
import type { CommandDefinition, PayloadOf } from "./definition.ts";

export const connectCommand: CommandDefinition<PayloadOf<"connect">> = {
  label: "connect",
  apply: (draft, { from, to, id, amount = 1, offset = 0 }) =>
    plug(draft, { from, to, amount, offset, active: true }, id),
};

/** Plugs a cable in where the rules allow it, in place of those it takes the place of. */
export function plug(
  draft: Draft,
  { from, to, amount, offset, active, kept }: Omit<Connection, "id" | "signal">,
  wantedId?: ConnectionId,
): Refusal | undefined {
  if (typeof from.port !== "string" || typeof to.port !== "string")
    return refused("Each end of a cable is the id of a module and the name of a port.");
  const signal = cableSignal(draft.patch, draft.registry, from, to);
  if (!signal.ok) return signal;
  const bad = notNumbers(amount, offset);
  if (bad) return bad;
  for (const replaced of replacedBy(draft.patch, signal.value, to)) draft.put("connections", replaced, undefined);
  return putCable(draft, { from, to, signal: signal.value, amount, offset, active, ...(kept && { kept }) }, wantedId);
}

/** Puts a cable in as it is, its amount and offset brought into range. */
export function putCable(draft: Draft, cable: Omit<Connection, "id">, wantedId?: ConnectionId): Refusal | undefined {
  const { from, to, signal, amount, offset, active, kept } = cable;
  const id = draft.takeId("connection", wantedId);
  if (!id.ok) return id;
  draft.put("connections", id.value, {
    id: id.value,
    signal,
    from: { module: from.module, port: from.port },
    to: { module: to.module, port: to.port },
    amount: clampAmount(signal, amount),
    offset: clampOffset(offset),
    active,
    ...(kept && { kept }),
  });
  return undefined;
}

export const disconnectCommand: CommandDefinition<PayloadOf<"disconnect">> = {
  label: "disconnect",
  apply(draft, { connections }) {
    for (const id of connections) {
      if (!draft.patch.connections.has(id)) return missingCable(id);
    }
    for (const id of connections) draft.put("connections", id, undefined);
    return undefined;
  },
};

export const adjustConnectionCommand: CommandDefinition<PayloadOf<"adjustConnection">> = {
  label: "adjust cable",
  apply(draft, { connection: id, amount, offset, active }) {
    const connection = draft.patch.connections.get(id);
    if (!connection) return missingCable(id);
    const bad = notNumbers(amount ?? 1, offset ?? 0);
    if (bad) return bad;
    const fields: { -readonly [K in keyof Connection]?: Connection[K] } = {};
    if (amount !== undefined) fields.amount = clampAmount(connection.signal, amount);
    if (offset !== undefined) fields.offset = clampOffset(offset);
    if (active !== undefined) fields.active = active === true;
    draft.setFields("connections", id, fields);
    return undefined;
  },
};

const missingCable = (id: number): Refusal => refused(`There is no cable ${id} any more.`);

function notNumbers(amount: unknown, offset: unknown): Refusal | undefined {
  if (typeof amount === "number" && typeof offset === "number" && !Number.isNaN(amount + offset)) return undefined;
  return refused("A cable's amount and offset are numbers.");
}

/** Sound cables are gains, 0 to 2; all others −1 to 1. */
export const clampAmount = (signal: Signal, amount: number): number =>
  (signal === "audio" ? Math.min(2, Math.max(0, amount)) : Math.min(1, Math.max(-1, amount))) + 0;

export const clampOffset = (offset: number): number => Math.min(1, Math.max(-1, offset)) + 0;
