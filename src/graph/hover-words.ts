import { SIGNAL_WORDS } from "#controls/port-shape.tsx";
import type { LiveReadings } from "#engine/live.ts";
import type { Hover } from "./gestures/hover.ts";
import type { GraphModel } from "./model/graph-model.ts";
import { findSpot } from "./model/module-layout.ts";

/** The hint bar's line for what the pointer is over; empty for nothing. */
export function hintFor(model: GraphModel, hover: Hover): string {
  if (hover.cable !== undefined) {
    const connection = model.cable(hover.cable)?.connection;
    const from = connection && model.module(connection.from.module)?.module.name;
    const to = connection && model.module(connection.to.module)?.module.name;
    return connection
      ? `${from}.${connection.from.port} → ${to}.${connection.to.port}. Click selects, Delete unplugs.`
      : "";
  }
  const entry = hover.module === undefined ? undefined : model.module(hover.module);
  if (!entry?.definition) return "";
  if (hover.port) {
    const spot = findSpot(entry.layout, hover.port.side, hover.port.port);
    if (!spot) return "";
    const way = spot.side === "input" ? "in" : "out";
    return `${spot.port.label}: ${SIGNAL_WORDS[spot.port.signal]} ${way}. Drag to patch, Alt-click unplugs.`;
  }
  const parameter = hover.parameter === undefined ? undefined : entry.definition.parameters[hover.parameter];
  return parameter
    ? `${parameter.label}: ${parameter.summary}`
    : `${entry.definition.title}: ${entry.definition.summary}`;
}

/** What runs through a hovered cable now; empty when none is hovered. */
export function readingFor(model: GraphModel, live: LiveReadings, hover: Hover): string {
  const cable = hover.cable === undefined ? undefined : model.cable(hover.cable);
  if (!cable) return "";
  const { from, signal, active } = cable.connection;
  if (cable.away) return "waits for its port to return";
  if (!active) return "switched off";
  switch (signal) {
    case "audio": {
      const peak = live.level(from.module);
      return peak > 0.00001 ? `${(20 * Math.log10(peak)).toFixed(1).replace("-", "−")} dB` : "silent";
    }
    case "control": {
      const value = live.value(from.module, from.port);
      return value === undefined ? "no value yet" : value.toFixed(3).replace("-", "−");
    }
    case "event": {
      const step = live.step(from.module);
      return step < 0 ? "waiting" : `step ${step + 1}`;
    }
    case "video":
      return "picture";
  }
}
