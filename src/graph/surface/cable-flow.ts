import { type Context, Flow, type PickParams, type SocketData } from "rete-connection-plugin";
import { type PortRef, samePort } from "#graph/model/endpoint.ts";
import { type GraphSchemes, makeLink } from "./rete-schemes.ts";

/** What a cable gesture asks of the canvas. */
export interface CableFlowHost {
  /** A port was pressed. Answers the port the cable now hangs from: the other end's when a cable was lifted off. */
  pickUp(port: PortRef): PortRef;
  /** True when the pointer has left the place it was pressed at: the gesture is a drag and not a click. */
  hasMoved(): boolean;
  /** Two ports were joined; they may not fit. */
  connect(output: PortRef, input: PortRef): void;
  /** Let go away from any port, or over one on the same side. */
  release(): void;
  /** The gesture came to nothing. */
  giveUp(): void;
}

/** Rete's cable gesture as hands know it: drag from port to port, or click one and then the other; a connected input gives its cable away. */
export class CableFlow extends Flow<GraphSchemes, never[]> {
  readonly #host: CableFlowHost;
  #pressed: PortRef | undefined;
  #held: SocketData | undefined;

  constructor(host: CableFlowHost) {
    super();
    this.#host = host;
  }

  async pick({ socket, event }: PickParams, { editor }: Context<GraphSchemes, never[]>): Promise<void> {
    const port = portOf(socket);
    if (!this.#held || !this.#pressed) {
      if (event === "up") return;
      this.#pressed = port;
      const from = this.#host.pickUp(port);
      this.#held = { ...socket, nodeId: String(from.module), side: from.side, key: from.port };
      return;
    }
    const from = portOf(this.#held);
    if (samePort(port, this.#pressed) || samePort(port, from)) {
      // Let go where it was pressed: a click, and the next click says where the cable goes.
      if (event === "up" && !this.#host.hasMoved()) return;
      this.#end();
      this.#host.giveUp();
      return;
    }
    this.#end();
    if (port.side === from.side) {
      this.#host.release();
      return;
    }
    const [output, input] = from.side === "output" ? [from, port] : [port, from];
    await editor.addConnection(makeLink(`in hand ${output.port}`, output, input));
  }

  getPickedSocket(): SocketData | undefined {
    return this.#held;
  }

  drop(): void {
    if (!this.#held) return;
    this.#end();
    this.#host.release();
  }

  #end(): void {
    this.#held = undefined;
    this.#pressed = undefined;
  }
}

const portOf = (socket: SocketData): PortRef => ({
  module: Number(socket.nodeId),
  side: socket.side,
  port: socket.key,
});
