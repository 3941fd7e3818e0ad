import { PanelBoundary } from "#app/shell/panel-boundary.tsx";
import { useSelectedModules } from "#app/state/selected-modules.ts";
import { useUi } from "#app/state/use-ui.ts";
import { CableSection } from "./cable-section.tsx";
import styles from "./inspector.module.css";
import { ModuleSection } from "./module-section.tsx";
import { OutputPicture } from "./output-picture.tsx";
import { PatchSection } from "./patch-section.tsx";
import { SelectionSection } from "./selection-section.tsx";

export interface InspectorPanelProps {
  /** Shows the code of a script module. */
  readonly onOpenCode: () => void;
  /** Shows the pattern of a sequencer. */
  readonly onOpenTracker: () => void;
}

/** The final picture, and everything about what is selected. */
export function InspectorPanel(props: InspectorPanelProps) {
  const modules = useSelectedModules();
  const connections = useUi((state) => state.selection.connections);
  const [module] = modules;
  const [connection] = connections;
  return (
    <section className={styles.panel} aria-label="Inspector">
      <OutputPicture />
      <div className={styles.scroll}>
        <PanelBoundary what="The inspector" shows={modules.length > 0 ? modules : connections}>
          {modules.length > 1 ? (
            <SelectionSection modules={modules} />
          ) : module !== undefined ? (
            <ModuleSection key={module} id={module} {...props} />
          ) : connection !== undefined ? (
            <CableSection key={connection} id={connection} />
          ) : (
            <PatchSection />
          )}
        </PanelBoundary>
      </div>
    </section>
  );
}
