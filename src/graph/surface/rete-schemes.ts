import { ClassicPreset, type GetSchemes } from "rete";
import type { RenderSignal } from "rete-area-plugin";
import type { PortRef, Side } from "#graph/model/endpoint.ts";

/** A cable as Rete holds it; `isPseudo` marks the one in the hand. */
export class CableLink extends ClassicPreset.Connection<ClassicPreset.Node, ClassicPreset.Node> {
  readonly isPseudo?: boolean;
}

export type GraphSchemes = GetSchemes<ClassicPreset.Node, CableLink>;
export type SocketSignal = RenderSignal<"socket", { nodeId: string; side: Side; key: string }>;

/** A cable between two ports. Rete's own constructor looks ports up in its nodes; ours are in the definitions. */
export function makeLink(id: string, output: PortRef, input: PortRef): CableLink {
  return Object.assign(Object.create(CableLink.prototype) as CableLink, {
    id,
    source: String(output.module),
    sourceOutput: output.port,
    target: String(input.module),
    targetInput: input.port,
  });
}
