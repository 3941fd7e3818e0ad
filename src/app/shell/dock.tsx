import { ChevronDown, ChevronUp } from "lucide-react";
import { lazy, Suspense } from "react";
import { TrackerPanel } from "#app/panels/tracker/tracker-panel.tsx";
import { arrangePanels } from "#app/state/panels-slice.ts";
import { useModule } from "#app/state/use-snapshot.ts";
import { useUi, useUiDispatch } from "#app/state/use-ui.ts";
import controls from "#controls/controls.module.css";
import { Tabs } from "#controls/tabs.tsx";
import type { ModuleId } from "#engine/patch.ts";
import styles from "./dock.module.css";
import { PanelBoundary } from "./panel-boundary.tsx";

const CodePanel = lazy(() =>
  import("#app/panels/code/code-panel.tsx").then(({ CodePanel: panel }) => ({ default: panel })),
);

export interface DockProps {
  /** The sequencer and the script the tabs show. */
  readonly tracker: ModuleId | undefined;
  readonly script: ModuleId | undefined;
}

/** Tracker and code, under the canvas. */
export function Dock({ tracker, script }: DockProps) {
  const { dockOpen, dockTab } = useUi((state) => state.panels);
  const dispatch = useUiDispatch();
  const trackerName = useModule(tracker)?.name;
  const scriptName = useModule(script)?.name;
  const tabs = [
    { id: "tracker", label: trackerName ? `Tracker · ${trackerName}` : "Tracker" },
    { id: "code", label: scriptName ? `Code · ${scriptName}` : "Code" },
  ] as const;
  return (
    <section className={styles.dock} aria-label="Editors">
      <div className={styles.head}>
        <Tabs
          label="Editors"
          tabs={tabs}
          selected={dockTab}
          panelId="dock-editor"
          onSelect={(tab) => dispatch(arrangePanels({ dockTab: tab, dockOpen: true }))}
        />
        <button
          type="button"
          className={controls.icon}
          aria-label={dockOpen ? "Fold the editors away" : "Show the editors"}
          aria-expanded={dockOpen}
          onClick={() => dispatch(arrangePanels({ dockOpen: !dockOpen }))}
        >
          {dockOpen ? <ChevronDown size={16} /> : <ChevronUp size={16} />}
        </button>
      </div>
      <div
        className={styles.body}
        id="dock-editor"
        role="tabpanel"
        aria-labelledby={`dock-editor-${dockTab}`}
        hidden={!dockOpen}
      >
        {dockOpen && dockTab === "tracker" && (
          <PanelBoundary key="tracker" what="The tracker" shows={tracker}>
            <TrackerPanel moduleId={tracker} />
          </PanelBoundary>
        )}
        {dockOpen && dockTab === "code" && (
          <PanelBoundary key="code" what="The code panel" shows={script}>
            <Suspense fallback={null}>
              <CodePanel key={script} moduleId={script} />
            </Suspense>
          </PanelBoundary>
        )}
      </div>
    </section>
  );
}
