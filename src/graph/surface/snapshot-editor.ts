import { ClassicPreset, NodeEditor } from "rete";
import type { ConnectionId, ModuleId } from "#engine/patch.ts";
import type { PortRef } from "#graph/model/endpoint.ts";
import type { GraphModel } from "#graph/model/graph-model.ts";
import { type CableLink, type GraphSchemes, makeLink } from "./rete-schemes.ts";

/** What a change that only Rete has made is turned into. */
export interface EditorHost {
  /** Two ports were joined; they may not fit. */
  connect(output: PortRef, input: PortRef): void;
  removeCable(cable: ConnectionId): void;
  removeModule(module: ModuleId): void;
}

/**
 * Rete's editor, which holds a node and a cable for each in the snapshot and no others. Any other change to it is a gesture:
 * it is vetoed, told to the host, and comes back with the next snapshot.
 */
export class SnapshotEditor {
  readonly rete = new NodeEditor<GraphSchemes>();
  readonly #model: GraphModel;
  readonly #host: EditorHost;

  constructor(model: GraphModel, host: EditorHost) {
    this.#model = model;
    this.#host = host;
    this.rete.addPipe((context) => (this.#allows(context) ? context : undefined));
  }

  /** Rete lets its pipes veto, so the node is there only once the answer is. */
  async addModule(id: ModuleId): Promise<void> {
    const node = new ClassicPreset.Node("");
    node.id = String(id);
    await this.rete.addNode(node);
  }
  removeModule(id: ModuleId): void {
    if (this.rete.getNode(String(id))) void this.rete.removeNode(String(id));
  }

  addCable(id: ConnectionId): void {
    const connection = this.#model.cable(id)?.connection;
    if (!connection) return;
    const output = { ...connection.from, side: "output" } as const;
    const input = { ...connection.to, side: "input" } as const;
    void this.rete.addConnection(makeLink(String(id), output, input));
  }
  removeCable(id: ConnectionId): void {
    if (this.rete.getConnection(String(id))) void this.rete.removeConnection(String(id));
  }

  #allows(context: { type: string; data?: unknown }): boolean {
    const id = (context.data as { id?: string } | undefined)?.id ?? "";
    switch (context.type) {
      case "connectioncreate": {
        if (this.#model.cable(Number(id))) return true;
        const link = context.data as CableLink;
        this.#host.connect(
          { module: Number(link.source), side: "output", port: String(link.sourceOutput) },
          { module: Number(link.target), side: "input", port: String(link.targetInput) },
        );
        return false;
      }
      case "connectionremove":
        if (!this.#model.cable(Number(id))) return true;
        this.#host.removeCable(Number(id));
        return false;
      case "noderemove":
        if (!this.#model.module(Number(id))) return true;
        this.#host.removeModule(Number(id));
        return false;
      // Views are made for what is in sight only, so the area must not make one for every node.
      case "nodecreated":
      case "noderemoved":
      case "connectioncreated":
      case "connectionremoved":
        return false;
      default:
        return true;
    }
  }
}
