import { useNewestInSight } from "#app/panels/use-newest-in-sight.ts";
import { useSession } from "#app/state/session-context.tsx";
import { useScriptStatus } from "#app/state/use-script-status.ts";
import controls from "#controls/controls.module.css";
import type { Module } from "#engine/patch.ts";
import styles from "./inspector.module.css";

/** How a script does: what it costs, what went wrong, what it printed. */
export function ScriptSection({ module, onOpen }: { readonly module: Module; readonly onOpen: () => void }) {
  const { scripts } = useSession();
  const status = useScriptStatus(module.id);
  const [error] = status?.errors ?? [];
  const newest = useNewestInSight<HTMLPreElement>();
  return (
    <div className={styles.section}>
      <h2>Script</h2>
      {error && (
        <p className={styles.error} role="alert">
          {error.line === undefined ? "" : `Line ${error.line}: `}
          {error.message}
        </p>
      )}
      <div className={styles.actions}>
        <button type="button" className={controls.button} onClick={onOpen}>
          Open code
        </button>
        <button type="button" className={controls.button} onClick={() => scripts.restart(module.id)}>
          Restart
        </button>
      </div>
      {status && status.output.length > 0 && (
        <pre {...newest} className={styles.output}>
          {status.output.slice(-20).join("\n")}
        </pre>
      )}
    </div>
  );
}
