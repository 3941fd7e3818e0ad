import { type DragEvent, type Ref, useCallback, useImperativeHandle, useRef } from "react";
import type { ModuleId, Position } from "#engine/patch.ts";
import type { CanvasController } from "./canvas-controller.ts";
import { CanvasLayers } from "./canvas-layers.tsx";
import styles from "./patch-canvas.module.css";
import type { SearchPreset } from "./search/search-entries.ts";
import type { View } from "./surface/viewport.ts";
import { type ControllerProps, useCanvasController } from "./use-canvas-controller.ts";
import { useCanvasKeys } from "./use-canvas-keys.ts";
import { useClipboard } from "./use-clipboard.ts";

/** What the app may ask of a canvas. */
export interface PatchCanvasHandle {
  /** Shows these modules, or all. */
  fit(modules?: readonly ModuleId[]): void;
  /** Where it looks. */
  view(): View;
  /** Looks there; undefined shows everything, also of a patch that was opened just now and isn't on the canvas yet. */
  show(view: View | undefined): void;
  /** Canvas coordinates of the visible middle. */
  centre(): Position;
  /** Canvas coordinates of a point of the window. */
  toCanvas(clientX: number, clientY: number): Position;
}

export interface PatchCanvasProps extends ControllerProps {
  /** Patch presets the search offers beside modules. */
  readonly presets: readonly SearchPreset[];
  /** Files were dropped, at a place of the canvas. */
  readonly onDropFiles?: (files: readonly File[], position: Position) => void;
  readonly ref?: Ref<PatchCanvasHandle>;
}

/** The patch as modules and cables. It shows the engine's snapshot and turns every gesture into commands. */
export function PatchCanvas(props: PatchCanvasProps) {
  const { ref, presets, onDropFiles, onOpen } = props;
  const grid = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const cables = useRef<HTMLCanvasElement>(null);
  const reading = useRef<HTMLDivElement>(null);
  const controller = useCanvasController({ grid, surface, cables, reading }, props);
  const open = useCallback((module: ModuleId) => onOpen?.(module), [onOpen]);
  const keys = useCanvasKeys(controller, open);
  useClipboard(controller);
  useImperativeHandle(ref, () => handleOf(controller), [controller]);

  const onDrop = (event: DragEvent<HTMLElement>): void => {
    if (!controller || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    onDropFiles?.([...event.dataTransfer.files], controller.surface.viewport.toCanvas(event.clientX, event.clientY));
  };
  return (
    <div className={styles.root}>
      <div ref={grid} className={styles.grid} />
      <canvas ref={cables} className={styles.cables} />
      <div
        ref={surface}
        className={styles.surface}
        role="application"
        aria-label="Patch canvas. Tab goes through modules and ports, C on a port lists what it can be patched to."
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas itself takes keys
        tabIndex={0}
        {...keys}
        onDragOver={(event) => {
          if (event.dataTransfer.types.includes("Files")) event.preventDefault();
        }}
        onDrop={onDrop}
      />
      <div ref={reading} className={styles.reading} hidden />
      {controller ? <CanvasLayers controller={controller} presets={presets} /> : null}
    </div>
  );
}

/** Of no effect until there is a controller. */
function handleOf(controller: CanvasController | undefined): PatchCanvasHandle {
  const nowhere = { x: 0, y: 0 };
  const viewport = controller?.surface.viewport;
  return {
    fit: (modules) => controller?.sight.fit(modules),
    view: () => viewport?.view ?? { ...nowhere, zoom: 1 },
    show: (view) => controller?.sight.show(view),
    centre: () => viewport?.centre() ?? nowhere,
    toCanvas: (x, y) => viewport?.toCanvas(x, y) ?? nowhere,
  };
}
