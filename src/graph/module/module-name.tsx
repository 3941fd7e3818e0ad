import { useState, useSyncExternalStore } from "react";
import { focusAtOnce } from "#controls/focus-at-once.ts";
import { COMMANDS } from "#engine/command.ts";
import type { ModuleId } from "#engine/patch.ts";
import { useCanvas } from "./canvas-context.ts";
import styles from "./module-view.module.css";

/** A module's name; double-click or F2 turns it into a field. */
export function ModuleName({ id, name }: { readonly id: ModuleId; readonly name: string }) {
  const { renaming } = useCanvas();
  const typing = useSyncExternalStore(
    (listener) => renaming.subscribe(listener),
    () => renaming.get() === id,
  );
  if (typing) return <NameField id={id} name={name} />;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.name}
      title={name}
      onDoubleClick={(event) => {
        event.stopPropagation();
        renaming.set(id);
      }}
    >
      {name}
    </button>
  );
}

function NameField({ id, name }: { readonly id: ModuleId; readonly name: string }) {
  const { engine, renaming, refuse } = useCanvas();
  const [text, setText] = useState(name);
  const take = (): void => {
    if (renaming.get() !== id) return;
    renaming.set(undefined);
    if (text === name) return;
    const outcome = engine.submit(COMMANDS.renameModule({ module: id, name: text.trim() }));
    if (!outcome.ok) refuse(outcome.reason);
  };
  return (
    <input
      ref={focusAtOnce}
      className={styles.rename}
      data-control
      aria-label={`New name of ${name}`}
      value={text}
      spellCheck={false}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") take();
        else if (event.key === "Escape") renaming.set(undefined);
      }}
    />
  );
}
