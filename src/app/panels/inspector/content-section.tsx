import type { ModuleDefinition } from "#engine/module-definition.ts";
import type { Module } from "#engine/patch.ts";
import { assetKindsOf } from "#app/files/asset-kinds.ts";
import { AssetChooser } from "./asset-chooser.tsx";
import type { InspectorPanelProps } from "./inspector-panel.tsx";
import { PatternChooser } from "./pattern-chooser.tsx";
import { ScriptSection } from "./script-section.tsx";

interface ContentSectionProps extends InspectorPanelProps {
  readonly module: Module;
  readonly definition: ModuleDefinition;
}

/** A module's larger data: the medium it plays, the pattern it follows, the script it runs. */
export function ContentSection({ module, definition, onOpenCode, onOpenTracker }: ContentSectionProps) {
  const kinds = assetKindsOf(definition);
  return (
    <>
      {kinds.length > 0 && <AssetChooser module={module} kinds={kinds} />}
      {definition.sequencer === "tracker" && <PatternChooser module={module} onOpen={onOpenTracker} />}
      {definition.script && <ScriptSection module={module} onOpen={onOpenCode} />}
    </>
  );
}
