import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { useConnection, useSnapshot } from "#app/state/use-snapshot.ts";
import { adjustConnection } from "#engine/command.ts";
import type { ConnectionId } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";
import { CableAmounts } from "./cable-amounts.tsx";
import { CableRow } from "./cable-row.tsx";
import styles from "./inspector.module.css";

const SIGNAL_NAMES = { audio: "Sound cable", video: "Picture cable", control: "Control cable", event: "Event cable" };

/** One selected cable: where it goes, how strongly, and whether it carries. */
export function CableSection({ id }: { readonly id: ConnectionId }) {
  const { registry } = useSession();
  const submit = useCommand();
  const connection = useConnection(id);
  const intoParameter = useSnapshot(({ patch }) => {
    const target = connection && patch.modules.get(connection.to.module);
    const parameters = target && definitionOf(registry, target)?.parameters;
    return Boolean(connection && parameters && Object.hasOwn(parameters, connection.to.port));
  });
  if (!connection) return null;
  return (
    <div className={styles.section}>
      <h2>{SIGNAL_NAMES[connection.signal]}</h2>
      <ul className={styles.cables}>
        <CableRow connection={connection} />
      </ul>
      {(intoParameter || connection.signal === "audio") && (
        <CableAmounts connection={connection} intoParameter={intoParameter} />
      )}
      <label className={styles.head}>
        <input
          type="checkbox"
          checked={connection.active}
          onChange={(event) => submit(adjustConnection({ connection: id, active: event.target.checked }))}
        />
        Carries its signal
      </label>
    </div>
  );
}
