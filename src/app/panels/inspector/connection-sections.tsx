import { useSession } from "#app/state/session-context.tsx";
import { sameItems, useSnapshot } from "#app/state/use-snapshot.ts";
import type { Connection, Module } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";
import { CableRow } from "./cable-row.tsx";
import styles from "./inspector.module.css";

/** Cables into the module's parameters, with how far they move them, then all its other cables. */
export function ConnectionSections({ module }: { readonly module: Module }) {
  const { registry } = useSession();
  const connections = useSnapshot(
    ({ patch }) =>
      (patch.connectionsOf.get(module.id) ?? [])
        .map((id) => patch.connections.get(id))
        .filter((connection): connection is Connection => connection !== undefined),
    sameItems,
    (changes) => changes.connections.size > 0 || changes.modules.has(module.id),
  );
  const parameters = definitionOf(registry, module)?.parameters ?? {};
  const moves = ({ to }: Connection) => to.module === module.id && Object.hasOwn(parameters, to.port);
  const moving = connections.filter(moves);
  const others = connections.filter((connection) => !moves(connection));
  return (
    <>
      {moving.length > 0 && (
        <div className={styles.section}>
          <h2>Moved by</h2>
          <ul className={styles.cables}>
            {moving.map((connection) => (
              <CableRow key={connection.id} connection={connection} amounts />
            ))}
          </ul>
        </div>
      )}
      {others.length > 0 && (
        <div className={styles.section}>
          <h2>Cables</h2>
          <ul className={styles.cables}>
            {others.map((connection) => (
              <CableRow key={connection.id} connection={connection} />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
