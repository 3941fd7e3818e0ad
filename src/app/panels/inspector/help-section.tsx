import { select } from "#app/state/selection-slice.ts";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { useUiDispatch } from "#app/state/use-ui.ts";
import controls from "#controls/controls.module.css";
import { insertFragment } from "#engine/command.ts";
import { fragmentFromExample } from "#engine/fragment.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import type { Module } from "#engine/patch.ts";
import styles from "./inspector.module.css";

/** Canvas px between a module and the example put below it. */
const BELOW = 320;

/** What the module is for, and a small patch that shows it. */
export function HelpSection({
  module,
  definition,
}: {
  readonly module: Module;
  readonly definition: ModuleDefinition;
}) {
  const { engine, registry } = useSession();
  const submit = useCommand();
  const dispatch = useUiDispatch();
  const insert = () => {
    const here = engine.snapshot().patch.layout.get(module.id) ?? { x: 0, y: 0 };
    const outcome = submit(
      insertFragment({
        fragment: fragmentFromExample(definition, registry),
        position: { x: here.x, y: here.y + BELOW },
      }),
      { label: `insert the example of ${definition.title}` },
    );
    if (outcome.ok) dispatch(select({ modules: outcome.value.modules }));
  };
  return (
    <div className={styles.section}>
      <h2>{definition.title}</h2>
      <p className={styles.note}>{definition.summary}</p>
      <p className={styles.note}>{definition.help}</p>
      {Object.keys(definition.example.modules).length > 0 && (
        <div className={styles.actions}>
          <button type="button" className={controls.button} onClick={insert}>
            Insert example
          </button>
        </div>
      )}
    </div>
  );
}
