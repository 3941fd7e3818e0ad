import { COMMANDS, type Command } from "#engine/command.ts";
import type { Endpoint } from "#engine/patch.ts";

export type Side = "input" | "output";

/** A port on the canvas: which module, which side, which key. A parameter counts as an input. */
export interface PortRef extends Endpoint {
  readonly side: Side;
}

export const portKey = (port: PortRef): string => `${port.module}:${port.side}:${port.port}`;

export const samePort = (a: PortRef, b: PortRef): boolean => portKey(a) === portKey(b);

/** The command that joins two ports whichever way round they were picked, or undefined when both are on the same side. */
export function joining(a: PortRef, b: PortRef): Command | undefined {
  if (a.side === b.side) return undefined;
  const [from, to] = a.side === "output" ? [a, b] : [b, a];
  return COMMANDS.connect({
    from: { module: from.module, port: from.port },
    to: { module: to.module, port: to.port },
  });
}
