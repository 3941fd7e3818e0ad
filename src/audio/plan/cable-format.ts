import { type CableFormat, LANES } from "#audio/contract/kernel-abi.ts";
import type { PlanEdge, PlanNode } from "./graph.ts";

/** Format and width of a cable's signal. */
export interface Format {
  readonly format: CableFormat;
  readonly quads: number;
}

export const MONO: Format = { format: "mono", quads: 1 };
export const STEREO: Format = { format: "stereo", quads: 1 };
const VOICES: readonly Format[] = [1, 2, 3, 4].map((quads) => ({ format: "voices", quads }));

const voicesFormat = (quads: number): Format => VOICES[quads - 1] ?? MONO;

/** The format that holds both: voices over stereo over mono. */
function widest(a: Format, b: Format): Format {
  if (a.format === "voices" || b.format === "voices")
    return voicesFormat(Math.max(a.format === "voices" ? a.quads : 1, b.format === "voices" ? b.quads : 1));
  return a.format === "stereo" ? a : b;
}

/** The format of every node's outputs, given in running order. Loops are followed until nothing widens any more. */
export function outputFormats(order: readonly PlanNode[]): Map<PlanNode, Format> {
  const formats = new Map<PlanNode, Format>();
  const hasLoop = order.some((node) => node.edges.some((edge) => edge.back));
  for (let pass = 0; ; pass++) {
    let changed = false;
    for (const node of order) {
      const format = formatOf(node, formats);
      const before = formats.get(node);
      if (before?.format === format.format && before.quads === format.quads) continue;
      formats.set(node, format);
      changed = true;
    }
    if (!hasLoop || !changed || pass > order.length) return formats;
  }
}

function formatOf(node: PlanNode, formats: ReadonlyMap<PlanNode, Format>): Format {
  const { info } = node;
  if (node.role === "phase" || node.role === "values" || !info) return MONO;
  if (node.role === "bypass") {
    const first = info.outputs[0];
    const input = first === undefined ? undefined : info.definition.bypass?.[first];
    return inputFormat(node, input === undefined ? -1 : (info.inputPlaces.get(input) ?? -1), formats) ?? MONO;
  }
  const channels = info.definition.audio?.channels ?? (info.audioInput >= 0 ? "as-input" : "stereo");
  if (channels === "stereo") return STEREO;
  if (channels === "mono") return MONO;
  if (channels === "voices") return voicesFormat(Math.ceil(node.voices / LANES));
  return inputFormat(node, info.audioInput, formats) ?? MONO;
}

/** What all cables into an input need together; undefined without any. */
export function inputFormat(node: PlanNode, place: number, formats: ReadonlyMap<PlanNode, Format>): Format | undefined {
  let format: Format | undefined;
  for (const edge of node.edges)
    if (edge.target === "input" && edge.place === place) format = join(format, edge, formats);
  return format;
}

/** What a list of cables needs together. */
export function joinedFormat(edges: readonly PlanEdge[], formats: ReadonlyMap<PlanNode, Format>): Format {
  let format: Format | undefined;
  for (const edge of edges) format = join(format, edge, formats);
  return format ?? MONO;
}

function join(format: Format | undefined, edge: PlanEdge, formats: ReadonlyMap<PlanNode, Format>): Format {
  const source = formats.get(edge.from) ?? MONO;
  return format ? widest(format, source) : source;
}
