import { SavePresetForm } from "#app/panels/browser/preset-list.tsx";
import { stillThere } from "#app/state/selected-modules.ts";
import { select } from "#app/state/selection-slice.ts";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { sameItems, useSnapshot } from "#app/state/use-snapshot.ts";
import { useUiDispatch } from "#app/state/use-ui.ts";
import controls from "#controls/controls.module.css";
import { bypassModules, duplicateModules, removeModules } from "#engine/command.ts";
import type { ModuleId } from "#engine/patch.ts";
import styles from "./inspector.module.css";

/** What can be done with several modules at once. */
export function SelectionSection({ modules }: { readonly modules: readonly ModuleId[] }) {
  const { engine } = useSession();
  const submit = useCommand();
  const dispatch = useUiDispatch();
  const names = useSnapshot(({ patch }) => modules.map((id) => patch.modules.get(id)?.name ?? ""), sameItems);
  const allBypassed = useSnapshot(({ patch }) => modules.every((id) => patch.modules.get(id)?.bypassed));
  const present = () => stillThere(engine, modules);
  const duplicate = () => {
    const outcome = submit(duplicateModules({ modules: present() }));
    if (outcome.ok) dispatch(select({ modules: outcome.value.modules }));
  };
  return (
    <>
      <div className={styles.section}>
        <h2>{modules.length} modules</h2>
        <p className={styles.note}>{names.filter(Boolean).join(", ")}</p>
        <div className={styles.actions}>
          <button
            type="button"
            className={controls.button}
            aria-pressed={allBypassed}
            onClick={() => submit(bypassModules({ modules: present(), bypassed: !allBypassed }))}
          >
            Bypass
          </button>
          <button type="button" className={controls.button} onClick={duplicate}>
            Duplicate
          </button>
          <button
            type="button"
            className={controls.button}
            onClick={() => submit(removeModules({ modules: present() }))}
          >
            Delete
          </button>
        </div>
      </div>
      <div className={styles.section}>
        <h2>Save as preset</h2>
        <SavePresetForm />
        <p className={styles.note}>You find it again in the browser under Presets.</p>
      </div>
    </>
  );
}
