import { useCommand } from "#app/state/use-command.ts";
import { useSnapshot } from "#app/state/use-snapshot.ts";
import controls from "#controls/controls.module.css";
import { TextField } from "#controls/text-field.tsx";
import { renamePatch } from "#engine/command.ts";
import styles from "./inspector.module.css";

/** What is shown while nothing is selected: the patch itself, and what to try first. */
export function PatchSection() {
  const submit = useCommand();
  const name = useSnapshot(({ patch }) => patch.name);
  const modules = useSnapshot(({ patch }) => patch.modules.size);
  const cables = useSnapshot(({ patch }) => patch.connections.size);
  const seed = useSnapshot(({ patch }) => patch.seed);
  return (
    <>
      <div className={styles.section}>
        <h2>Patch</h2>
        <div className={styles.row}>
          <span className={styles.label}>Name</span>
          <TextField
            className={controls.field ?? ""}
            label="Name of the patch"
            value={name}
            onCommit={(next) => submit(renamePatch({ name: next }))}
          />
        </div>
        <div className={styles.row}>
          <span className={styles.label}>Holds</span>
          {modules} {modules === 1 ? "module" : "modules"}, {cables} {cables === 1 ? "cable" : "cables"}
        </div>
        <div className={styles.row} title="Everything random in the patch follows from this number">
          <span className={styles.label}>Seed</span>
          {seed}
        </div>
      </div>
      <div className={styles.section}>
        <h2>The first minute</h2>
        <ol className={styles.steps}>
          <li>Start the sound, then press Space to play.</li>
          <li>Select a module and drag one of its values.</li>
          <li>Double-click the canvas to add a module. Drag from port to port to connect it.</li>
          <li>Drag a blue control output onto a value to move it.</li>
        </ol>
      </div>
    </>
  );
}
