import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { dropFiles } from "#app/files/drop-files.ts";
import { createPatchFiles, type PatchFiles } from "#app/files/patch-files.ts";
import { bindShortcuts } from "#app/keys/bind-shortcuts.ts";
import type { KeyHint } from "#app/keys/shortcut.ts";
import { BrowserPanel } from "#app/panels/browser/browser-panel.tsx";
import { InspectorPanel } from "#app/panels/inspector/inspector-panel.tsx";
import { type PlaceRequest, placeCommand } from "#app/panels/place.ts";
import { TRACKER_KEY_HINTS } from "#app/panels/tracker/tracker-key-hints.ts";
import type { AppSession, ShippedExample } from "#app/session-port.ts";
import { rememberDrafts } from "#app/state/draft-memory.ts";
import { createDraftStore } from "#app/state/draft-store.ts";
import { createNotices, type Notices, NoticesProvider, useNotices } from "#app/state/notices.tsx";
import { arrangePanels, PANEL_LIMITS } from "#app/state/panels-slice.ts";
import { select } from "#app/state/selection-slice.ts";
import { SessionProvider, useSession } from "#app/state/session-context.tsx";
import { rememberUi } from "#app/state/ui-memory.ts";
import { useCommand } from "#app/state/use-command.ts";
import { useUi, useUiDispatch } from "#app/state/use-ui.ts";
import { pause, play } from "#engine/command.ts";
import { emptyPatch } from "#engine/empty-patch.ts";
import type { ModuleId, Position } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";
import { CANVAS_KEYS } from "#graph/key-map.ts";
import type { PatchCanvasHandle } from "#graph/patch-canvas.tsx";
import styles from "./app-shell.module.css";
import { CanvasSlot } from "./canvas-slot.tsx";
import { Dock } from "./dock.tsx";
import { KeySheet } from "./key-sheet.tsx";
import { openOutputWindow } from "./output-window.ts";
import { PanelBoundary } from "./panel-boundary.tsx";
import { shellShortcuts } from "./shell-shortcuts.ts";
import { Splitter } from "./splitter.tsx";
import { Toasts } from "./toasts.tsx";
import { TopBar } from "./top-bar.tsx";
import { useDockTargets } from "./use-dock-targets.ts";

export interface AppShellProps {
  readonly session: AppSession;
  /** Given where something outside the shell tells things too. */
  readonly notices?: Notices;
  /** The patch as a document; made by the shell when nobody outside needs it. */
  readonly files?: PatchFiles;
}

/** The whole interface around a session. */
export function AppShell({ session, notices, files }: AppShellProps) {
  const [told] = useState(() => notices ?? createNotices());
  const [document] = useState(
    () => files ?? createPatchFiles({ engine: session.engine, text: session.patchText, notices: told, emptyPatch }),
  );
  return (
    <SessionProvider session={session}>
      <NoticesProvider notices={told}>
        <PanelBoundary what="The window">
          <Shell files={document} />
        </PanelBoundary>
        <Toasts />
      </NoticesProvider>
    </SessionProvider>
  );
}

const CANVAS_HINTS: readonly KeyHint[] = CANVAS_KEYS.map(({ keys, action, group }) => ({
  keys,
  label: action,
  group: `Canvas: ${group.toLowerCase()}`,
}));
const HINTS = [...TRACKER_KEY_HINTS, ...CANVAS_HINTS];

function Shell({ files }: { readonly files: PatchFiles }) {
  const session = useSession();
  const { engine, audio, store } = session;
  const submit = useCommand();
  const dispatch = useUiDispatch();
  const panels = useUi((state) => state.panels);
  const canvas = useRef<PatchCanvasHandle>(null);
  const [keysShown, setKeysShown] = useState(false);
  const targets = useDockTargets();
  const actions = useShellActions(files, canvas, () => setKeysShown(true));
  const shortcuts = useMemo(
    () =>
      shellShortcuts({
        ...actions,
        playPause: () => submit(engine.snapshot().transport.state === "playing" ? pause() : play()),
        panic: () => audio.panic(),
        files,
      }),
    [actions, submit, engine, audio, files],
  );
  useLayoutEffect(() => bindShortcuts(window, shortcuts), [shortcuts]);
  useLayoutEffect(() => rememberUi(store), [store]);
  useDraftMemory();
  const showDock = (dockTab: "tracker" | "code") => dispatch(arrangePanels({ dockOpen: true, dockTab }));
  const openEditor = (id: ModuleId) => {
    const module = engine.snapshot().patch.modules.get(id);
    const definition = module && definitionOf(session.registry, module);
    dispatch(select({ modules: [id] }));
    if (definition?.sequencer) showDock("tracker");
    else if (definition?.script) showDock("code");
  };

  return (
    <div className={styles.shell}>
      <div className={styles.top}>
        <PanelBoundary what="The bar">
          <TopBar
            files={files}
            onOpenExample={actions.openExample}
            onShowKeys={actions.showKeys}
            onOutputWindow={actions.outputWindow}
            onPanic={() => audio.panic()}
          />
        </PanelBoundary>
      </div>
      {panels.browserOpen && (
        <aside aria-label="Left side" className={styles.left} style={{ width: panels.browserWidth }}>
          <PanelBoundary what="The browser">
            <BrowserPanel onPlace={actions.place} onOpenExample={actions.openExample} />
          </PanelBoundary>
          <Splitter
            label="Width of the browser"
            edge="right"
            size={panels.browserWidth}
            {...PANEL_LIMITS.browserWidth}
            onResize={(browserWidth) => dispatch(arrangePanels({ browserWidth }))}
            onToggle={() => dispatch(arrangePanels({ browserOpen: false }))}
          />
        </aside>
      )}
      <div className={styles.middle}>
        <div className={styles.canvas}>
          <PanelBoundary what="The canvas">
            <CanvasSlot
              canvas={canvas}
              onOpen={openEditor}
              onPlace={actions.place}
              onDropFiles={actions.drop}
              toCanvas={(x, y) => canvas.current?.toCanvas(x, y) ?? { x: 0, y: 0 }}
            />
          </PanelBoundary>
        </div>
        <section aria-label="Foot" className={styles.dock} style={{ height: panels.dockOpen ? panels.dockHeight : 32 }}>
          <PanelBoundary what="The row of editors">
            <Dock {...targets} />
          </PanelBoundary>
          {panels.dockOpen && (
            <Splitter
              label="Height of the editors"
              edge="top"
              size={panels.dockHeight}
              {...PANEL_LIMITS.dockHeight}
              onResize={(dockHeight) => dispatch(arrangePanels({ dockHeight }))}
              onToggle={() => dispatch(arrangePanels({ dockOpen: false }))}
            />
          )}
        </section>
      </div>
      {panels.inspectorOpen && (
        <aside aria-label="Right side" className={styles.right} style={{ width: panels.inspectorWidth }}>
          <PanelBoundary what="The inspector">
            <InspectorPanel onOpenCode={() => showDock("code")} onOpenTracker={() => showDock("tracker")} />
          </PanelBoundary>
          <Splitter
            label="Width of the inspector"
            edge="left"
            size={panels.inspectorWidth}
            {...PANEL_LIMITS.inspectorWidth}
            onResize={(inspectorWidth) => dispatch(arrangePanels({ inspectorWidth }))}
            onToggle={() => dispatch(arrangePanels({ inspectorOpen: false }))}
          />
        </aside>
      )}
      <PanelBoundary what="The sheet of keys" shows={keysShown}>
        <KeySheet open={keysShown} onOpenChange={setKeysShown} shortcuts={shortcuts} hints={HINTS} />
      </PanelBoundary>
    </div>
  );
}

/** Keeps unapplied script texts over a reload for as long as the shell is there. */
function useDraftMemory(): void {
  const session = useSession();
  const { tell } = useNotices();
  useLayoutEffect(
    () =>
      rememberDrafts({
        session,
        drafts: createDraftStore(),
        onTrouble: (text) => tell({ text, tone: "refusal" }),
      }),
    [session, tell],
  );
}

/** What the bar, the panels and the keys ask for alike. */
function useShellActions(
  files: PatchFiles,
  canvas: { readonly current: PatchCanvasHandle | null },
  showKeys: () => void,
) {
  const session = useSession();
  const submit = useCommand();
  const dispatch = useUiDispatch();
  const { tell } = useNotices();
  const show = useRef(showKeys);
  show.current = showKeys;
  return useMemo(() => {
    const refuse = (reason: string) => tell({ text: reason, tone: "refusal" });
    const place = ({ payload, position }: PlaceRequest) => {
      const outcome = submit(placeCommand(payload, position ?? canvas.current?.centre() ?? { x: 0, y: 0 }));
      if (outcome.ok) dispatch(select({ modules: outcome.value.modules }));
    };
    return {
      place,
      openExample: async ({ name, load }: ShippedExample) => {
        const text = await load().catch(() => undefined);
        if (text === undefined) {
          refuse(`“${name}” could not be fetched. Check the connection and try again.`);
          return;
        }
        if (!files.openText(text, { name })) return;
        dispatch(select({}));
        canvas.current?.fit();
      },
      outputWindow: () => {
        const outcome = openOutputWindow(session.video);
        if (!outcome.ok) refuse(outcome.reason);
      },
      drop: (dropped: readonly File[], position: Position) => void dropFiles(dropped, position, session, files, refuse),
      showKeys: () => show.current(),
      undo: () => session.engine.undo(),
      redo: () => session.engine.redo(),
      findModule: () => {
        dispatch(arrangePanels({ browserOpen: true }));
        requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-browser-search]")?.focus());
      },
    };
  }, [session, files, submit, dispatch, tell, canvas]);
}
