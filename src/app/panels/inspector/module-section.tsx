import { Power } from "lucide-react";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { useModuleProblem } from "#app/state/use-module-problem.ts";
import { useModule } from "#app/state/use-snapshot.ts";
import { signalOf } from "#app/theme/signal-of.ts";
import controls from "#controls/controls.module.css";
import { PortShape } from "#controls/port-shape.tsx";
import { TextField } from "#controls/text-field.tsx";
import { bypassModules, removeModules, renameModule } from "#engine/command.ts";
import type { ModuleId } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";
import { ConnectionSections } from "./connection-sections.tsx";
import { ContentSection } from "./content-section.tsx";
import type { EditorOpeners } from "./editor-openers.ts";
import { HelpSection } from "./help-section.tsx";
import styles from "./inspector.module.css";
import { ParameterSection } from "./parameter-section.tsx";

/** One selected module: name, parameters, what moves them, cables, content, help. */
export function ModuleSection({ id, ...open }: EditorOpeners & { readonly id: ModuleId }) {
  const { registry } = useSession();
  const submit = useCommand();
  const module = useModule(id);
  const problem = useModuleProblem(id);
  if (!module) return null;
  const definition = definitionOf(registry, module);
  return (
    <>
      <div className={styles.section}>
        <div className={styles.head}>
          {definition && <PortShape signal={signalOf(definition)} />}
          <TextField
            className={styles.name ?? ""}
            label="Name of the module"
            value={module.name}
            onCommit={(name) => submit(renameModule({ module: id, name }))}
          />
          <span className={styles.type}>{definition?.title ?? "Unknown"}</span>
          <button
            type="button"
            className={controls.icon}
            aria-label="Bypass"
            aria-pressed={module.bypassed}
            title={module.bypassed ? "Bypassed: switch it on again (B)" : "Bypass (B)"}
            onClick={() => submit(bypassModules({ modules: [id], bypassed: !module.bypassed }))}
          >
            <Power size={14} />
          </button>
        </div>
        {problem !== undefined && (
          <p className={styles.error} role="alert">
            {problem}
          </p>
        )}
        {definition ? (
          <ParameterSection module={module} definition={definition} />
        ) : (
          <>
            <p className={styles.error}>
              This version doesn't know “{module.type}”. It is silent, and all of its settings are kept when you save.
            </p>
            <div className={styles.actions}>
              <button
                type="button"
                className={controls.button}
                onClick={() => submit(removeModules({ modules: [id] }))}
              >
                Remove it
              </button>
            </div>
          </>
        )}
      </div>
      {definition && <ContentSection module={module} definition={definition} {...open} />}
      <ConnectionSections module={module} />
      {definition && <HelpSection module={module} definition={definition} />}
    </>
  );
}
