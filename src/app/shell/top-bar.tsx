import { PanelLeft, PanelRight } from "lucide-react";
import type { PatchFiles } from "#app/files/patch-files.ts";
import type { ShippedExample } from "#app/session-port.ts";
import { arrangePanels } from "#app/state/panels-slice.ts";
import { useUi, useUiDispatch } from "#app/state/use-ui.ts";
import controls from "#controls/controls.module.css";
import { FileMenu } from "./file-menu.tsx";
import { LoadReadings } from "./load-readings.tsx";
import styles from "./top-bar.module.css";
import { TransportBar } from "./transport-bar.tsx";

export interface TopBarProps {
  readonly files: PatchFiles;
  readonly onOpenExample: (example: ShippedExample) => void;
  readonly onShowKeys: () => void;
  readonly onOutputWindow: () => void;
  readonly onPanic: () => void;
}

/** Document, transport, how the machine fares, and what a performer needs at once. */
export function TopBar({ files, onOpenExample, onShowKeys, onOutputWindow, onPanic }: TopBarProps) {
  const panels = useUi((state) => state.panels);
  const dispatch = useUiDispatch();
  return (
    <header className={styles.bar}>
      <div className={styles.side}>
        <button
          type="button"
          className={controls.icon}
          aria-label="Browser"
          aria-pressed={panels.browserOpen}
          title="Show or hide the browser"
          onClick={() => dispatch(arrangePanels({ browserOpen: !panels.browserOpen }))}
        >
          <PanelLeft size={16} />
        </button>
        <h1 className={styles.logo}>
          <i>opto</i>
          <b>phone</b>
        </h1>
        <FileMenu files={files} onOpenExample={onOpenExample} onShowKeys={onShowKeys} />
      </div>
      <TransportBar />
      <LoadReadings />
      <div className={styles.end}>
        <button type="button" className={controls.button} onClick={onOutputWindow}>
          Output window
        </button>
        <button type="button" className={controls.button} title="Silence everything at once (Ctrl+.)" onClick={onPanic}>
          Panic
        </button>
        <button
          type="button"
          className={controls.icon}
          aria-label="Inspector"
          aria-pressed={panels.inspectorOpen}
          title="Show or hide the inspector"
          onClick={() => dispatch(arrangePanels({ inspectorOpen: !panels.inspectorOpen }))}
        >
          <PanelRight size={16} />
        </button>
      </div>
    </header>
  );
}
