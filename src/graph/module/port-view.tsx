import { useCallback } from "react";
import { PortShape, SIGNAL_WORDS } from "#controls/port-shape.tsx";
import type { ModuleEntry } from "#graph/model/graph-model.ts";
import type { PortSpot } from "#graph/model/module-layout.ts";
import { useCanvas } from "./canvas-context.ts";
import styles from "./port-view.module.css";

/** A port: its shape on the module's edge in a 24 px target, its label beside it. Rete hears of the target. */
export function PortView({ entry, spot }: { readonly entry: ModuleEntry; readonly spot: PortSpot }) {
  const { registerPort } = useCanvas();
  const { id } = entry;
  const { side, key, port, parameter } = spot;
  const register = useCallback(
    (element: HTMLElement | null) => (element ? registerPort(element, { module: id, side, port: key }) : undefined),
    [registerPort, id, side, key],
  );
  const connected = (side === "input" ? entry.connected : entry.connectedOutputs).has(key);
  const name = `${port.label}, ${SIGNAL_WORDS[port.signal]} ${side} of ${entry.module.name}${connected ? ", connected" : ""}`;
  return (
    <>
      <button
        type="button"
        ref={register}
        className={styles.port}
        data-port={key}
        data-side={side}
        data-signal={port.signal}
        data-quiet={parameter === "bar" && !connected}
        aria-label={name}
        tabIndex={parameter === "bar" && !connected ? -1 : 0}
        style={{ left: spot.x - 12, top: spot.y - 12 }}
      >
        <PortShape signal={port.signal} />
      </button>
      {parameter === "bar" ? null : (
        <span
          className={styles.label}
          data-side={side}
          style={side === "input" ? { top: spot.y - 8 } : { top: spot.y - 8, right: entry.layout.meter ? 16 : 12 }}
        >
          {port.label}
        </span>
      )}
    </>
  );
}
