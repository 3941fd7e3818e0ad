import { Menu } from "@base-ui/react/menu";
import { ChevronDown } from "lucide-react";
import { useSyncExternalStore } from "react";
import type { PatchFiles } from "#app/files/patch-files.ts";
import type { ShippedExample } from "#app/session-port.ts";
import { useSession } from "#app/state/session-context.tsx";
import { useSnapshot } from "#app/state/use-snapshot.ts";
import { useUnappliedScripts } from "#app/state/use-unapplied-scripts.ts";
import controls from "#controls/controls.module.css";
import styles from "./file-menu.module.css";

export interface FileMenuProps {
  readonly files: PatchFiles;
  readonly onOpenExample: (example: ShippedExample) => void;
  readonly onShowKeys: () => void;
}

/** The patch's name, whether it is saved, and what can be done with it as a file. */
export function FileMenu({ files, onOpenExample, onShowKeys }: FileMenuProps) {
  const { examples } = useSession();
  const name = useSnapshot(({ patch }) => patch.name);
  const { dirty, fileName } = useSyncExternalStore(files.onState, files.state);
  const unapplied = useUnappliedScripts();
  const saved = unapplied.length > 0 ? "not applied" : dirty ? "changed" : fileName ? "saved" : "not in a file";
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={`${controls.quiet} ${styles.trigger}`} title={titleOf(fileName, unapplied)}>
        <span className={styles.name}>{name}</span>
        <span className={styles.state} data-dirty={dirty || unapplied.length > 0}>
          {saved}
        </span>
        <ChevronDown size={14} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={styles.positioner} sideOffset={4} align="start">
          <Menu.Popup className={styles.popup}>
            <Item label="New" keys="Ctrl+Alt+N" run={files.create} />
            <Item label="Open…" keys="Ctrl+O" run={() => void files.open()} />
            <Item label="Save" keys="Ctrl+S" run={() => void files.save()} />
            <Item label="Save as…" keys="Ctrl+Shift+S" run={() => void files.saveAs()} />
            <Menu.Separator className={styles.separator} />
            <UndoItems />
            <Menu.Separator className={styles.separator} />
            <Menu.Group>
              <Menu.GroupLabel className={styles.label}>Examples</Menu.GroupLabel>
              {examples.map((example) => (
                <Item key={example.name} label={example.name} run={() => onOpenExample(example)} />
              ))}
            </Menu.Group>
            <Menu.Separator className={styles.separator} />
            <Item label="Keys" keys="?" run={onShowKeys} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** What the hand did and what scripts did, each taken back by itself. */
function UndoItems() {
  const { engine } = useSession();
  useSnapshot(({ version }) => version);
  const hand = engine.undoState();
  const scripts = engine.undoState("script");
  return (
    <>
      <Item label={`Undo ${hand.undo ?? ""}`} keys="Ctrl+Z" off={!hand.undo} run={() => engine.undo()} />
      <Item label={`Redo ${hand.redo ?? ""}`} keys="Ctrl+Shift+Z" off={!hand.redo} run={() => engine.redo()} />
      {scripts.undo && <Item label={`Undo ${scripts.undo}`} run={() => engine.undo("script")} />}
      {scripts.redo && <Item label={`Redo ${scripts.redo}`} run={() => engine.redo("script")} />}
    </>
  );
}

function titleOf(fileName: string | undefined, unapplied: readonly string[]): string {
  const where = fileName ?? "Not saved to a file yet";
  return unapplied.length === 0 ? where : `${where}. Typed but not applied yet: ${unapplied.join(", ")}`;
}

interface ItemProps {
  readonly label: string;
  readonly keys?: string;
  /** There is nothing to do. */
  readonly off?: boolean;
  readonly run: () => void;
}

function Item({ label, keys, off = false, run }: ItemProps) {
  return (
    <Menu.Item className={styles.item} disabled={off} onClick={run}>
      {label}
      {keys && <span className={styles.keys}>{keys}</span>}
    </Menu.Item>
  );
}
