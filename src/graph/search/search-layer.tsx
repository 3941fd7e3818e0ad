import { useMemo, useRef } from "react";
import type { Engine } from "#engine/engine.ts";
import type { CanvasActions } from "#graph/canvas-actions.ts";
import type { SearchRequest } from "./canvas-search.ts";
import { ModuleSearch } from "./module-search.tsx";
import type { SearchEntry, SearchPreset } from "./search-entries.ts";

export interface SearchLayerProps {
  readonly engine: Engine;
  readonly actions: CanvasActions;
  readonly presets: readonly SearchPreset[];
  readonly request: SearchRequest;
  readonly onClose: () => void;
}

/** How far apart modules come that are added one after the other, in canvas px. */
const APART = 32;

/** The search for what goes to a place of the canvas, and to a cable when it hangs from a port. */
export function SearchLayer({ engine, actions, presets, request, onClose }: SearchLayerProps) {
  const { from, at, place } = request;
  const added = useRef(0);
  const definitions = useMemo(() => {
    const all = engine.registry.all();
    return from ? all.filter(({ type }) => actions.portFitting(type, from)) : all;
  }, [engine, actions, from]);
  const pick = (entry: SearchEntry, stay: boolean): void => {
    const offset = added.current++ * APART;
    const spot = { x: at.x + offset, y: at.y + offset };
    if (entry.kind === "module") actions.add(entry.definition.type, spot, from);
    else actions.insert(entry.preset.fragment, spot);
    if (!stay) onClose();
  };
  return (
    <ModuleSearch
      place={place}
      definitions={definitions}
      presets={from ? [] : presets}
      {...(from ? { fitting: "Find a module that fits this cable" } : {})}
      onPick={pick}
      onClose={onClose}
    />
  );
}
