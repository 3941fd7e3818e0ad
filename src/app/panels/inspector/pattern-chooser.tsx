import { useCommand } from "#app/state/use-command.ts";
import { sameItems, useSnapshot } from "#app/state/use-snapshot.ts";
import controls from "#controls/controls.module.css";
import { bindPattern } from "#engine/command.ts";
import type { Module } from "#engine/patch.ts";
import styles from "./inspector.module.css";

/** Which pattern a sequencer plays. */
export function PatternChooser({ module, onOpen }: { readonly module: Module; readonly onOpen: () => void }) {
  return (
    <div className={styles.section}>
      <h2>Pattern</h2>
      <div className={styles.row}>
        <PatternSelect module={module} />
        <button type="button" className={controls.button} onClick={onOpen}>
          Open in tracker
        </button>
      </div>
    </div>
  );
}

/** The patterns of the patch, the one the sequencer plays chosen. */
export function PatternSelect({ module }: { readonly module: Module }) {
  const submit = useCommand();
  const bound = useSnapshot(({ patch }) => patch.bindings.get(module.id));
  const patterns = useSnapshot(
    ({ patch }) => [...patch.patterns.values()].sort((a, b) => a.id - b.id),
    sameItems,
    (changes) => changes.patterns.size > 0,
  );
  return (
    <select
      className={controls.select}
      aria-label={`Pattern ${module.name} plays`}
      value={bound ?? ""}
      onChange={(event) => submit(bindPattern({ module: module.id, pattern: Number(event.target.value) }))}
    >
      {bound === undefined && <option value="">No pattern</option>}
      {patterns.map(({ id, name, steps }) => (
        <option key={id} value={id}>
          {name} ({steps.length})
        </option>
      ))}
    </select>
  );
}
