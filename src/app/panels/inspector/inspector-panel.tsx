import { PanelBoundary } from "#app/shell/panel-boundary.tsx";
import { useSelectedModules } from "#app/state/selected-modules.ts";
import { useUi } from "#app/state/use-ui.ts";
import { CableSection } from "./cable-section.tsx";
import type { EditorOpeners } from "./editor-openers.ts";
import styles from "./inspector.module.css";
import { ModuleSection } from "./module-section.tsx";
import { OutputPicture } from "./output-picture.tsx";
import { PatchSection } from "./patch-section.tsx";
import { SelectionSection } from "./selection-section.tsx";

/** The final picture, and everything about what is selected. */
export function InspectorPanel(props: EditorOpeners) {
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
