import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { useModule, usePattern, useSnapshot } from "#app/state/use-snapshot.ts";
import controls from "#controls/controls.module.css";
import { addModule, bindPattern, createPattern } from "#engine/command.ts";
import type { Module, ModuleId } from "#engine/patch.ts";
import styles from "./tracker.module.css";
import { TrackerGrid } from "./tracker-grid.tsx";
import { TrackerTools } from "./tracker-tools.tsx";

/** The pattern a sequencer plays, to edit; without one, how to get there. */
export function TrackerPanel({ moduleId }: { readonly moduleId: ModuleId | undefined }) {
  const { registry } = useSession();
  const submit = useCommand();
  const module = useModule(moduleId);
  const type = registry.all().find((definition) => definition.sequencer === "tracker")?.type;
  if (!module)
    return (
      <div className={styles.empty}>
        A tracker plays notes step by step. This patch has none yet.
        {type && (
          <div>
            <button type="button" className={controls.button} onClick={() => submit(addModule({ type }))}>
              Add a tracker
            </button>
          </div>
        )}
      </div>
    );
  return <BoundPattern module={module} />;
}

function BoundPattern({ module }: { readonly module: Module }) {
  const { engine } = useSession();
  const submit = useCommand();
  const bound = useSnapshot(
    ({ patch }) => patch.bindings.get(module.id),
    Object.is,
    (changes) => changes.bindings.has(module.id),
  );
  const pattern = usePattern(bound);
  if (!pattern)
    return (
      <div className={styles.empty}>
        “{module.name}” plays no pattern yet.
        <div>
          <button
            type="button"
            className={controls.button}
            onClick={() => {
              const id = engine.snapshot().patch.nextId.pattern;
              submit([createPattern({ id }), bindPattern({ module: module.id, pattern: id })], {
                label: "new pattern",
              });
            }}
          >
            New pattern
          </button>
        </div>
      </div>
    );
  return (
    <div className={styles.panel}>
      <TrackerTools module={module} pattern={pattern} />
      <TrackerGrid key={pattern.id} module={module} pattern={pattern} />
    </div>
  );
}
