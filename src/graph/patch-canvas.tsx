import {
  type DragEvent,
  type KeyboardEvent,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { createPortal } from "react-dom";
import { FloatingMenu } from "#controls/floating-menu.tsx";
import type { Engine } from "#engine/engine.ts";
import type { LiveReadings } from "#engine/live.ts";
import type { ModuleId, Position } from "#engine/patch.ts";
import type { PreviewPort, SelectionPort, StatusPort } from "#graph/model/app-ports.ts";
import { type CanvasCallbacks, CanvasController, type SearchRequest } from "./canvas-controller.ts";
import { canvasKeys } from "./canvas-keys.ts";
import { runKey } from "./key-map.ts";
import { Minimap } from "./minimap.tsx";
import { CanvasProvider } from "./module/canvas-context.ts";
import { ModuleView } from "./module/module-view.tsx";
import styles from "./patch-canvas.module.css";
import { ModuleSearch } from "./search/module-search.tsx";
import type { SearchEntry, SearchPreset } from "./search/search-entries.ts";
import type { View } from "./surface/viewport.ts";
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

export interface PatchCanvasProps {
  readonly engine: Engine;
  readonly live: LiveReadings;
  readonly selection: SelectionPort;
  readonly previews: PreviewPort;
  readonly status: StatusPort;
  /** Patch presets the search offers beside modules. */
  readonly presets: readonly SearchPreset[];
  /** A module was double-clicked: open its editor. */
  readonly onOpen?: (module: ModuleId) => void;
  /** One line on what the pointer is over; empty for nothing. */
  readonly onHint?: (text: string) => void;
  /** Files were dropped, at a place of the canvas. */
  readonly onDropFiles?: (files: readonly File[], position: Position) => void;
  /** A gesture was refused, and why. */
  readonly onRefusal?: (reason: string) => void;
  /** Where to look first. Default: at everything. */
  readonly initialView?: View;
  readonly ref?: Ref<PatchCanvasHandle>;
}

/** The patch as modules and cables. It shows the engine's snapshot and turns every gesture into commands. */
export function PatchCanvas(props: PatchCanvasProps) {
  const { engine, live, selection, previews, status } = props;
  const grid = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const cables = useRef<HTMLCanvasElement>(null);
  const reading = useRef<HTMLDivElement>(null);
  const [controller, setController] = useState<CanvasController>();
  const latest = useRef(props);
  latest.current = props;

  useLayoutEffect(() => {
    if (!grid.current || !surface.current || !cables.current || !reading.current) return;
    const callbacks: CanvasCallbacks = {
      onOpen: (module) => latest.current.onOpen?.(module),
      onHint: (text) => latest.current.onHint?.(text),
      onRefusal: (reason) => latest.current.onRefusal?.(reason),
    };
    const elements = { grid: grid.current, surface: surface.current, cables: cables.current, reading: reading.current };
    const made = new CanvasController(elements, { engine, live, selection, previews, status }, callbacks);
    const { initialView } = latest.current;
    if (initialView) made.surface.viewport.show(initialView);
    else made.fit();
    setController(made);
    return () => {
      setController(undefined);
      made.destroy();
    };
  }, [engine, live, selection, previews, status]);

  useImperativeHandle(props.ref, () => handleOf(controller), [controller]);
  useClipboard(surface, controller);

  const keys = useMemo(() => controller && canvasKeys(controller, (id) => latest.current.onOpen?.(id)), [controller]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (!controller || !keys) return;
    if (event.key === " " && event.target === surface.current) controller.spaceHeld = true;
    const { activeElement } = document;
    if (runKey(event.nativeEvent, keys)) {
      event.preventDefault();
      event.stopPropagation();
    }
    if (activeElement === document.activeElement && event.key !== "Shift") controller.pointerUsed = false;
  };
  const onDrop = (event: DragEvent<HTMLElement>): void => {
    if (!controller || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    const at = controller.surface.viewport.toCanvas(event.clientX, event.clientY);
    latest.current.onDropFiles?.([...event.dataTransfer.files], at);
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
        onKeyDown={onKeyDown}
        onKeyUp={(event) => {
          if (controller && event.key === " ") controller.spaceHeld = false;
        }}
        onBlur={() => {
          if (controller) controller.spaceHeld = false;
        }}
        onPointerDownCapture={() => {
          if (controller) controller.pointerUsed = true;
        }}
        onDragOver={(event) => {
          if (event.dataTransfer.types.includes("Files")) event.preventDefault();
        }}
        onDrop={onDrop}
      />
      <div ref={reading} className={styles.reading} hidden />
      {controller ? <CanvasLayers controller={controller} presets={props.presets} /> : null}
    </div>
  );
}

interface LayersProps {
  readonly controller: CanvasController;
  readonly presets: readonly SearchPreset[];
}

function CanvasLayers({ controller, presets }: LayersProps) {
  const box = useSyncExternalStore(controller.box.subscribe, controller.box.get);
  const search = useSyncExternalStore(controller.search.subscribe, controller.search.get);
  const menu = useSyncExternalStore(controller.menu.subscribe, controller.menu.get);
  const map = useSyncExternalStore(controller.map.subscribe, controller.map.get);
  return (
    <CanvasProvider value={controller.context}>
      <ModuleLayer controller={controller} />
      {box ? (
        <div className={styles.box} style={{ left: box.x, top: box.y, width: box.width, height: box.height }} />
      ) : null}
      {map ? <Minimap controller={controller} /> : null}
      {search ? <SearchLayer controller={controller} presets={presets} request={search} /> : null}
      {menu ? <FloatingMenu {...menu} onClose={() => controller.menu.set(undefined)} /> : null}
    </CanvasProvider>
  );
}

/** Each module in sight is a portal into the element Rete moves about. */
function ModuleLayer({ controller }: { readonly controller: CanvasController }) {
  const { surface } = controller;
  const mounted = useSyncExternalStore(
    (listener) => surface.modules.onChange(listener),
    () => surface.modules.list(),
  );
  return mounted.map(({ id, element }) => createPortal(<ModuleView id={id} />, element, String(id)));
}

interface SearchLayerProps extends LayersProps {
  readonly request: SearchRequest;
}

function SearchLayer({ controller, presets, request }: SearchLayerProps) {
  const { actions, engine } = controller;
  const { from, at, place } = request;
  const added = useRef(0);
  const definitions = useMemo(() => {
    const all = engine.registry.all();
    return from ? all.filter(({ type }) => actions.portFitting(type, from)) : all;
  }, [engine, actions, from]);
  const close = (): void => {
    controller.search.set(undefined);
    controller.surface.container.focus({ preventScroll: true });
  };
  const pick = (entry: SearchEntry, stay: boolean): void => {
    const offset = added.current++ * 32;
    const spot = { x: at.x + offset, y: at.y + offset };
    if (entry.kind === "module") actions.add(entry.definition.type, spot, from);
    else actions.insert(entry.preset.fragment, spot);
    if (!stay) close();
  };
  return (
    <ModuleSearch
      place={place}
      definitions={definitions}
      presets={from ? [] : presets}
      {...(from ? { fitting: "Find a module that fits this cable" } : {})}
      onPick={pick}
      onClose={close}
    />
  );
}

function handleOf(controller: CanvasController | undefined): PatchCanvasHandle {
  const nowhere = { x: 0, y: 0 };
  return {
    fit: (modules) => controller?.fit(modules),
    view: () => controller?.surface.viewport.view ?? { ...nowhere, zoom: 1 },
    show: (view) => controller?.show(view),
    centre: () => controller?.surface.viewport.centre() ?? nowhere,
    toCanvas: (x, y) => controller?.surface.viewport.toCanvas(x, y) ?? nowhere,
  };
}
