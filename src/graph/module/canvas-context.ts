import { createContext, useContext, useSyncExternalStore } from "react";
import type { Engine } from "#engine/engine.ts";
import type { LiveReadings } from "#engine/live.ts";
import type { ModuleId } from "#engine/patch.ts";
import type { PreviewPort, SelectionPort, StatusPort } from "#graph/model/app-ports.ts";
import type { PortRef } from "#graph/model/endpoint.ts";
import type { GraphModel, ModuleEntry } from "#graph/model/graph-model.ts";

/** What the parts of a module need from the canvas they are on. */
export interface CanvasContext {
  readonly engine: Engine;
  readonly model: GraphModel;
  readonly live: LiveReadings;
  readonly selection: SelectionPort;
  readonly previews: PreviewPort;
  readonly status: StatusPort;
  registerPort(element: HTMLElement, port: PortRef): () => void;
  openModuleMenu(module: ModuleId, x: number, y: number): void;
  refuse(reason: string): void;
  /** The module whose name is being typed. */
  readonly renaming: RenamingPort;
}

export interface RenamingPort {
  get(): ModuleId | undefined;
  set(module: ModuleId | undefined): void;
  subscribe(listener: () => void): () => void;
}

const Context = createContext<CanvasContext | undefined>(undefined);

export const CanvasProvider = Context.Provider;

/** Throws outside a canvas: that is a mistake in this program. */
export function useCanvas(): CanvasContext {
  const context = useContext(Context);
  if (!context) throw new Error("A part of a module was rendered outside a canvas");
  return context;
}

/** The module's entry, anew whenever something it shows changes. */
export function useModuleEntry(model: GraphModel, id: ModuleId): ModuleEntry | undefined {
  return useSyncExternalStore(
    (listener) => model.listen(id, listener),
    () => model.module(id),
  );
}

export function useSelected(selection: SelectionPort, id: ModuleId): boolean {
  return useSyncExternalStore(
    (listener) => selection.subscribe(listener),
    () => selection.get().has(id),
  );
}
