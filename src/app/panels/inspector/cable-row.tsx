import { X } from "lucide-react";
import { select } from "#app/state/selection-slice.ts";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { useSnapshot } from "#app/state/use-snapshot.ts";
import { useUiDispatch } from "#app/state/use-ui.ts";
import controls from "#controls/controls.module.css";
import { PortShape } from "#controls/port-shape.tsx";
import { isAway } from "#engine/away.ts";
import { disconnect } from "#engine/command.ts";
import type { Connection } from "#engine/patch.ts";
import { CableAmounts } from "./cable-amounts.tsx";
import { endpointLabel } from "./endpoint-label.ts";
import styles from "./inspector.module.css";

export interface CableRowProps {
  readonly connection: Connection;
  /** Shows amount and offset. */
  readonly amounts?: boolean;
}

/** One cable in words, with its removal. */
export function CableRow({ connection, amounts = false }: CableRowProps) {
  const { registry } = useSession();
  const submit = useCommand();
  const dispatch = useUiDispatch();
  const route = useSnapshot(
    ({ patch }) =>
      `${endpointLabel(patch, registry, connection.from, "from")} → ${endpointLabel(patch, registry, connection.to, "to")}`,
  );
  const away = useSnapshot(({ patch }) => isAway(patch, registry, connection));
  return (
    <li
      className={styles.cable}
      data-active={connection.active && !away}
      title={away ? "Its port is away: it carries nothing until the script declares that again" : undefined}
    >
      <PortShape signal={connection.signal} />
      <button
        type="button"
        className={styles.route}
        title="Show this cable"
        onClick={() => dispatch(select({ connections: [connection.id] }))}
      >
        {route}
      </button>
      <button
        type="button"
        className={controls.icon}
        aria-label={`Remove the cable ${route}`}
        title="Remove this cable"
        onClick={() => submit(disconnect({ connections: [connection.id] }))}
      >
        <X size={14} />
      </button>
      {amounts && <CableAmounts connection={connection} intoParameter />}
    </li>
  );
}
