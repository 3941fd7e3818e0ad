import { assetSlotsOf } from "#app/files/asset-slots.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import type { Module } from "#engine/patch.ts";
import { AssetChooser } from "./asset-chooser.tsx";
import type { EditorOpeners } from "./editor-openers.ts";
import { PatternChooser } from "./pattern-chooser.tsx";
import { ScriptSection } from "./script-section.tsx";

interface ContentSectionProps extends EditorOpeners {
  readonly module: Module;
  readonly definition: ModuleDefinition;
}

/** A module's larger data: the media it plays, the pattern it follows, the script it runs. */
export function ContentSection({ module, definition, onOpenCode, onOpenTracker }: ContentSectionProps) {
  const slots = assetSlotsOf(definition);
  return (
    <>
      {slots.length > 0 && <AssetChooser module={module} definition={definition} slots={slots} />}
      {definition.sequencer === "tracker" && <PatternChooser module={module} onOpen={onOpenTracker} />}
      {definition.script && <ScriptSection module={module} onOpen={onOpenCode} />}
    </>
  );
}
