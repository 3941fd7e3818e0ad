import { fileOpen } from "browser-fs-access";
import { type DragEvent, useState } from "react";
import type { AssetSlot } from "#app/files/asset-slots.ts";
import { withOwnPaths } from "#app/files/media-paths.ts";
import { useNotices } from "#app/state/notices.tsx";
import { useSession } from "#app/state/session-context.tsx";
import { useCommand } from "#app/state/use-command.ts";
import { sameItems, useSnapshot } from "#app/state/use-snapshot.ts";
import controls from "#controls/controls.module.css";
import { addAsset, type Command, setContent } from "#engine/command.ts";
import type { Content, ModuleDefinition } from "#engine/module-definition.ts";
import type { Asset, Module } from "#engine/patch.ts";
import styles from "./inspector.module.css";

export interface AssetChooserProps {
  readonly module: Module;
  readonly definition: ModuleDefinition;
  readonly slots: readonly AssetSlot[];
}

/** The media a module plays: chosen among those of the patch, dropped, or fetched from disk. */
export function AssetChooser({ module, definition, slots }: AssetChooserProps) {
  const { assets: store, engine } = useSession();
  const { tell } = useNotices();
  const submit = useCommand();
  const [over, setOver] = useState(false);
  const assets = useSnapshot(
    ({ patch }) => [...patch.assets.values()].sort((a, b) => a.name.localeCompare(b.name)),
    sameItems,
    (changes) => changes.assets.size > 0,
  );
  const content: Content = module.content ?? definition.content?.default ?? {};

  const keep = async (files: readonly File[]) => {
    const media: Omit<Asset, "id">[] = [];
    for (const file of files) {
      const kept = await store.keep(file);
      if (!kept.ok) {
        tell({ text: kept.reason, tone: "refusal" });
        continue;
      }
      if (!slots.some(({ kinds }) => kinds.includes(kept.value.kind))) {
        tell({
          text: `“${file.name}” can't be played here. ${definition.title} takes ${wanted(slots)}.`,
          tone: "refusal",
        });
        continue;
      }
      media.push(kept.value);
    }
    if (media.length === 0) return;
    // The patch may have changed while the files were kept.
    const { patch } = engine.snapshot();
    const commands: Command[] = [];
    let next: Content = patch.modules.get(module.id)?.content ?? definition.content?.default ?? {};
    for (const [index, asset] of withOwnPaths(media, patch).entries()) {
      const id = patch.nextId.asset + index;
      commands.push(addAsset({ ...asset, id }));
      for (const { key, kinds } of slots) if (kinds.includes(asset.kind)) next = { ...next, [key]: id };
    }
    submit([...commands, setContent({ module: module.id, content: next })], { label: `load into ${module.name}` });
  };
  const browse = async () => {
    try {
      await keep([await fileOpen({ id: "optophone-media" })]);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    }
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    void keep([...event.dataTransfer.files]);
  };

  return (
    <section
      className={styles.section}
      aria-label="Media"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <h2>Plays</h2>
      {slots.map((slot) => (
        <div key={slot.key} className={styles.row}>
          <span className={styles.label}>{slot.label}</span>
          <select
            className={controls.select}
            aria-label={`${slot.label} of ${module.name}`}
            value={Number(content[slot.key]) || ""}
            onChange={(event) => {
              const chosen = event.target.value === "" ? null : Number(event.target.value);
              submit(setContent({ module: module.id, content: { ...content, [slot.key]: chosen } }));
            }}
          >
            <option value="">Nothing</option>
            {fitting(assets, slot).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      ))}
      <div className={styles.drop} data-over={over}>
        Drop {wanted(slots)} here, or{" "}
        <button type="button" className={controls.button} onClick={browse}>
          Choose a file
        </button>
      </div>
    </section>
  );
}

const fitting = (assets: readonly Asset[], { kinds }: AssetSlot): readonly Asset[] =>
  assets.filter(({ kind }) => kinds.includes(kind));

const WORDS = { sound: "a sound", clip: "a clip", image: "an image" } as const;

function wanted(slots: readonly AssetSlot[]): string {
  const kinds = [...new Set(slots.flatMap((slot) => slot.kinds))];
  return kinds.map((kind) => WORDS[kind]).join(" or ");
}
