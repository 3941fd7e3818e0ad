import { useState } from "react";
import type { PlaceRequest } from "#app/panels/place.ts";
import { stillThere, useSelectedModules } from "#app/state/selected-modules.ts";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { sameItems, useSnapshot } from "#app/state/use-snapshot.ts";
import { signalOf } from "#app/theme/signal-of.ts";
import controls from "#controls/controls.module.css";
import { deletePreset, savePreset } from "#engine/command.ts";
import type { PatchFragment } from "#engine/patch.ts";
import styles from "./browser.module.css";
import { BrowserItem } from "./browser-item.tsx";

const fits = (query: string, name: string, summary: string): boolean =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${name} ${summary}`.toLowerCase().includes(word));

export interface PresetListProps {
  readonly query: string;
  readonly onPlace: (request: PlaceRequest) => void;
}

/** Patch presets of this patch and those that ship, and a form that saves the selection as one. */
export function PresetList({ query, onPlace }: PresetListProps) {
  const { presets: shipped, registry } = useSession();
  const submit = useCommand();
  const own = useSnapshot(
    ({ patch }) => [...patch.presets.values()].sort((a, b) => a.name.localeCompare(b.name)),
    sameItems,
    (changes) => changes.presets.size > 0,
  );
  const signal = (fragment: PatchFragment) => {
    const last = fragment.modules.at(-1);
    const definition = last && registry.get(last.type);
    return definition ? { signal: signalOf(definition) } : {};
  };
  const found = own.filter(({ name, summary }) => fits(query, name, summary));
  const foundShipped = shipped.filter(({ name, summary }) => fits(query, name, summary));
  return (
    <>
      <h2 className={styles.group}>In this patch</h2>
      <SavePresetForm />
      {own.length === 0 && (
        <p className={styles.empty}>Select modules on the canvas and save them here to use them again.</p>
      )}
      <ul className={styles.list}>
        {found.map(({ id, name, summary, fragment }) => {
          const payload = { kind: "fragment", name, fragment } as const;
          return (
            <BrowserItem
              key={id}
              title={name}
              summary={summary || `${fragment.modules.length} modules`}
              {...signal(fragment)}
              payload={payload}
              onChoose={() => onPlace({ payload })}
              onDelete={() => submit(deletePreset({ preset: id }), { label: `delete preset “${name}”` })}
            />
          );
        })}
      </ul>
      <h2 className={styles.group}>Shipped</h2>
      <ul className={styles.list}>
        {foundShipped.map(({ name, summary, fragment }) => {
          const payload = { kind: "fragment", name, fragment } as const;
          return (
            <BrowserItem
              key={name}
              title={name}
              summary={summary}
              {...signal(fragment)}
              payload={payload}
              onChoose={() => onPlace({ payload })}
            />
          );
        })}
      </ul>
      {query !== "" && found.length + foundShipped.length === 0 && (
        <p className={styles.empty}>No preset is called “{query.trim()}”.</p>
      )}
    </>
  );
}

/** Names the selection and keeps it as a patch preset. */
export function SavePresetForm() {
  const submit = useCommand();
  const { engine } = useSession();
  const selected = useSelectedModules();
  const [name, setName] = useState("");
  if (selected.length === 0) return null;
  return (
    <form
      className={styles.save}
      onSubmit={(event) => {
        event.preventDefault();
        const outcome = submit(savePreset({ name: name.trim() || "Preset", modules: stillThere(engine, selected) }));
        if (outcome.ok) setName("");
      }}
    >
      <input
        type="text"
        className={controls.field}
        aria-label="Name of the preset"
        placeholder="Name"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className={controls.button}>
        Save {selected.length === 1 ? "module" : `${selected.length} modules`}
      </button>
    </form>
  );
}
