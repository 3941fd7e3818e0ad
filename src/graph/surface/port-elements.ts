import type { AreaPlugin } from "rete-area-plugin";
import type { PortRef } from "#graph/model/endpoint.ts";
import type { GraphSchemes, SocketSignal } from "./rete-schemes.ts";

/** Which element is which port. Rete hears of each, so that cable gestures can begin and end on it. */
export class PortElements {
  readonly #area: AreaPlugin<GraphSchemes, SocketSignal>;
  readonly #ports = new Map<HTMLElement, PortRef>();
  #destroyed = false;

  constructor(area: AreaPlugin<GraphSchemes, SocketSignal>) {
    this.#area = area;
  }

  /** From here on nothing is told to Rete any more. */
  destroy(): void {
    this.#destroyed = true;
  }

  /** Returns the function that forgets the port. */
  register(element: HTMLElement, port: PortRef): () => void {
    const data = { nodeId: String(port.module), side: port.side, key: port.port, element, type: "socket" } as const;
    this.#ports.set(element, port);
    void this.#area.emit({ type: "render", data });
    return () => {
      this.#ports.delete(element);
      if (!this.#destroyed) void this.#area.emit({ type: "unmount", data: { element } });
    };
  }

  all(): ReadonlyMap<HTMLElement, PortRef> {
    return this.#ports;
  }
}
