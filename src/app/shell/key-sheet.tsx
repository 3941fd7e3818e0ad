import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { keyText } from "#app/keys/key-text.ts";
import type { KeyHint, Shortcut } from "#app/keys/shortcut.ts";
import controls from "#controls/controls.module.css";
import styles from "./key-sheet.module.css";

export interface KeySheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly shortcuts: readonly Shortcut[];
  readonly hints: readonly KeyHint[];
}

/** All keys, by where they work. */
export function KeySheet({ open, onOpenChange, shortcuts, hints }: KeySheetProps) {
  const mac = navigator.platform.startsWith("Mac");
  const entries: KeyHint[] = [
    ...shortcuts.map(({ keys, label, group }) => ({ keys: keyText(keys[0] ?? "", mac), label, group })),
    ...hints,
  ];
  const groups = [...new Set(entries.map(({ group }) => group))];
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.sheet}>
          <header className={styles.head}>
            <Dialog.Title className={styles.title}>Keys</Dialog.Title>
            <Dialog.Close className={controls.icon} aria-label="Close">
              <X size={16} />
            </Dialog.Close>
          </header>
          <div className={styles.groups}>
            {groups.map((group) => (
              <section key={group} className={styles.group}>
                <h2>{group}</h2>
                <dl>
                  {entries
                    .filter((entry) => entry.group === group)
                    .map((entry) => (
                      <div key={entry.keys + entry.label}>
                        <dt>{entry.label}</dt>
                        <dd>
                          <kbd className={controls.kbd}>{entry.keys}</kbd>
                        </dd>
                      </div>
                    ))}
                </dl>
              </section>
            ))}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
