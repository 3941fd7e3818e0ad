import { GRID } from "#engine/canvas-grid.ts";
import type { ModuleDefinition, Port } from "#engine/module-definition.ts";
import type { Parameter } from "#engine/parameter.ts";
import type { Module } from "#engine/patch.ts";
import { inputsOf, outputsOf } from "#engine/patch.ts";

export const HEADER_HEIGHT = 24;
/** One rhythm for ports and bars, so every target is 24 px high. */
export const ROW_HEIGHT = 24;
export const BAR_HEIGHT = 20;
export const SIDE_PADDING = 8;
const TOP_PADDING = 4;
const BOTTOM_PADDING = 8;
const STEPS_HEIGHT = 20;
const SCRIPT_HEIGHT = 40;
const MAX_BARS = 4;

export interface PortSpot {
  readonly key: string;
  readonly port: Port;
  readonly side: "input" | "output";
  /** Centre, from the module's top left corner. */
  readonly x: number;
  readonly y: number;
  /** The spot belongs to a parameter: `bar` when it sits at its bar, `row` when the parameter isn't on the face. */
  readonly parameter?: "bar" | "row";
}

export interface BarSpot {
  readonly key: string;
  readonly parameter: Parameter;
  readonly top: number;
  /** Index into the module's parameter values. */
  readonly index: number;
}

export interface BodySpot {
  readonly kind: "preview" | "steps" | "script";
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything on a module sits, in px from its top left corner: nothing is ever measured in the page. */
export interface ModuleLayout {
  readonly width: number;
  readonly height: number;
  readonly ports: readonly PortSpot[];
  readonly bars: readonly BarSpot[];
  readonly body?: BodySpot;
  readonly meter: boolean;
}

/** Computes a module's layout from its definition, its content's ports and the inputs and parameters that have a cable. */
export function layoutModule(
  definition: ModuleDefinition | undefined,
  module: Module,
  connected: ReadonlySet<string>,
  connectedOutputs: ReadonlySet<string> = new Set(),
): ModuleLayout {
  if (!definition) return layoutUnknown(connected, connectedOutputs);
  const inputs = shownInputs(inputsOf(definition, module), connected);
  const outputs = Object.entries(outputsOf(definition, module));
  const face = faceOf(definition);
  const rows: [string, Port, "row" | undefined][] = inputs.map(([key, port]) => [key, port, undefined]);
  for (const key of connected) {
    const parameter = definition.parameters[key];
    if (parameter && !face.includes(key)) rows.push([key, { signal: "control", label: parameter.label }, "row"]);
  }
  const width = widthOf(definition, rows, outputs, face);
  const ports: PortSpot[] = [
    ...rows.map(([key, port, parameter], row) => ({
      ...spot(key, port, "input", 0, row),
      ...(parameter ? { parameter } : {}),
    })),
    ...outputs.map(([key, port], row) => spot(key, port, "output", width, row)),
  ];
  let top = HEADER_HEIGHT + TOP_PADDING + Math.max(rows.length, outputs.length) * ROW_HEIGHT;
  const keys = Object.keys(definition.parameters);
  const bars: BarSpot[] = [];
  for (const key of face) {
    const parameter = definition.parameters[key];
    if (!parameter) continue;
    bars.push({ key, parameter, top: top + (ROW_HEIGHT - BAR_HEIGHT) / 2, index: keys.indexOf(key) });
    if (parameter.kind === "number") {
      const port: Port = { signal: "control", label: parameter.label };
      ports.push({ key, port, side: "input", x: 0, y: top + ROW_HEIGHT / 2, parameter: "bar" });
    }
    top += ROW_HEIGHT;
  }
  const body = bodyOf(definition, top, width);
  const bottom = body ? body.top + body.height : top;
  const meter = hasMeter(definition);
  return { width, height: bottom + BOTTOM_PADDING, ports, bars, meter, ...(body ? { body } : {}) };
}

/** The parameter keys on a module's face: what it declares, else its first four. */
export function faceOf(definition: ModuleDefinition): readonly string[] {
  return (definition.face ?? Object.keys(definition.parameters)).slice(0, MAX_BARS);
}

/** Where a cable ends, or undefined when the module has no such port. */
export function findSpot(layout: ModuleLayout, side: "input" | "output", key: string): PortSpot | undefined {
  return layout.ports.find((spot) => spot.side === side && spot.key === key);
}

function spot(key: string, port: Port, side: "input" | "output", x: number, row: number): PortSpot {
  return { key, port, side, x, y: HEADER_HEIGHT + TOP_PADDING + row * ROW_HEIGHT + ROW_HEIGHT / 2 };
}

/** All plain inputs; of each row of spare ones those with a cable and the first free one. */
function shownInputs(
  inputs: Readonly<Record<string, Port>>,
  connected: ReadonlySet<string>,
): readonly [string, Port][] {
  const shown: [string, Port][] = [];
  let freeShown = false;
  let signal: string | undefined;
  for (const [key, port] of Object.entries(inputs)) {
    if (!port.spare || port.signal !== signal) freeShown = false;
    signal = port.signal;
    if (!port.spare || connected.has(key)) shown.push([key, port]);
    else if (!freeShown) {
      shown.push([key, port]);
      freeShown = true;
    }
  }
  return shown;
}

/** Advance widths of the label face at 12 px: wide enough for any label without measuring. */
const textWidth = (text: string): number => text.length * 6.5;

function widthOf(
  definition: ModuleDefinition,
  rows: readonly [string, Port, unknown][],
  outputs: readonly [string, Port][],
  face: readonly string[],
): number {
  let needed = 128;
  const nameAndTitle = 44 + 2 * textWidth(definition.title);
  needed = Math.max(needed, Math.min(nameAndTitle, 192));
  for (let row = 0; row < Math.max(rows.length, outputs.length); row++) {
    const left = rows[row]?.[1].label ?? "";
    const right = outputs[row]?.[1].label ?? "";
    needed = Math.max(needed, 40 + textWidth(left) + textWidth(right));
  }
  for (const key of face) {
    const label = definition.parameters[key]?.label ?? "";
    needed = Math.max(needed, 104 + textWidth(label));
  }
  if (definition.video) needed = Math.max(needed, 160);
  if (definition.sequencer === "tracker") needed = Math.max(needed, 192);
  if (definition.script) needed = Math.max(needed, 192);
  return Math.min(256, Math.ceil(needed / GRID) * GRID);
}

function bodyOf(definition: ModuleDefinition, top: number, moduleWidth: number): BodySpot | undefined {
  const width = moduleWidth - 2 * SIDE_PADDING;
  const start = top + TOP_PADDING;
  if (definition.video) return { kind: "preview", top: start, width, height: Math.round((width * 9) / 16) };
  if (definition.sequencer === "tracker") return { kind: "steps", top: start, width, height: STEPS_HEIGHT };
  if (definition.script) return { kind: "script", top: start, width, height: SCRIPT_HEIGHT };
  return undefined;
}

/** Modules whose sound can be measured: those with an audio output, and the end of the chain. */
function hasMeter(definition: ModuleDefinition): boolean {
  if (Object.values(definition.outputs).some((port) => port.signal === "audio")) return true;
  const takesSound = Object.values(definition.inputs).some((port) => port.signal === "audio");
  return takesSound && Object.keys(definition.outputs).length === 0 && !definition.video;
}

const UNKNOWN_WIDTH = 176;

/** A module this build doesn't know keeps a port for each place that has a cable, so no cable hangs in the air. */
function layoutUnknown(inputs: ReadonlySet<string>, outputs: ReadonlySet<string>): ModuleLayout {
  const spots = (keys: ReadonlySet<string>, side: PortSpot["side"], x: number) =>
    [...keys].map((key, row) => spot(key, { signal: "control", label: key }, side, x, row));
  const ports = [...spots(inputs, "input", 0), ...spots(outputs, "output", UNKNOWN_WIDTH)];
  return {
    width: UNKNOWN_WIDTH,
    height: HEADER_HEIGHT + TOP_PADDING + Math.max(1, inputs.size, outputs.size) * ROW_HEIGHT + BOTTOM_PADDING,
    ports,
    bars: [],
    meter: false,
  };
}
