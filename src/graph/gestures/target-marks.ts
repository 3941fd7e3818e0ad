import type { PortElements } from "#graph/surface/port-elements.ts";
import type { HeldCable } from "./patching.ts";

/** Marks the port that a cable in the hand would go to, and no other. */
export function markTarget(ports: PortElements, held: HeldCable | undefined): void {
  for (const [element, port] of ports.all()) {
    const target = held?.target;
    const hit = target?.module === port.module && target.side === port.side && target.port === port.port;
    if (hit !== element.hasAttribute("data-target")) element.toggleAttribute("data-target", hit);
  }
}
