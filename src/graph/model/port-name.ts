import type { PortRef } from "./endpoint.ts";
import type { GraphModel } from "./graph-model.ts";
import { findSpot } from "./module-layout.ts";

/** What a port is called where several modules are spoken of. */
export function portName(model: GraphModel, port: PortRef): string {
  const entry = model.module(port.module);
  const label = entry && findSpot(entry.layout, port.side, port.port)?.port.label;
  return `${entry?.module.name ?? ""} · ${label ?? port.port}`;
}
