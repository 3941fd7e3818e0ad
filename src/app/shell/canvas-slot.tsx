import { type DragEvent, type Ref, useMemo, useState } from "react";
import { dragPayloadOf, hasDragPayload } from "#app/panels/drag-payload.ts";
import type { PlaceRequest } from "#app/panels/place.ts";
import type { AppSession, ScriptStatus } from "#app/session-port.ts";
import { useNotices } from "#app/state/notices.tsx";
import { createSelectionPort } from "#app/state/selection-port.ts";
import { useSession } from "#app/state/session-context.tsx";
import { moduleProblem } from "#app/state/use-module-problem.ts";
import { sameItems, useSnapshot } from "#app/state/use-snapshot.ts";
import controls from "#controls/controls.module.css";
import type { ModuleId, Position } from "#engine/patch.ts";
import type { ModuleStatus, PreviewPort, StatusPort } from "#graph/model/app-ports.ts";
import { PatchCanvas, type PatchCanvasHandle } from "#graph/patch-canvas.tsx";
import styles from "./canvas-slot.module.css";
import { StartSound } from "./start-sound.tsx";

export interface CanvasSlotProps {
  readonly canvas: Ref<PatchCanvasHandle>;
  readonly onOpen: (module: ModuleId) => void;
  readonly onPlace: (request: PlaceRequest) => void;
  readonly onDropFiles: (files: readonly File[], position: Position) => void;
  readonly toCanvas: (clientX: number, clientY: number) => Position;
}

/** The patch canvas with what lies over it: the start button and the line of hints. */
export function CanvasSlot({ canvas, onOpen, onPlace, onDropFiles, toCanvas }: CanvasSlotProps) {
  const session = useSession();
  const { tell } = useNotices();
  const [hint, setHint] = useState("");
  const ports = useMemo(
    () => ({
      selection: createSelectionPort(session.store),
      previews: previewsOf(session),
      status: statusOf(session),
    }),
    [session],
  );
  const own = useSnapshot(
    ({ patch }) => [...patch.presets.values()],
    sameItems,
    (changes) => changes.presets.size > 0,
  );
  const presets = useMemo(
    () => [
      ...own.map((preset) => ({ ...preset, id: `own-${preset.id}` })),
      ...session.presets.map((preset) => ({ ...preset, id: `shipped-${preset.name}` })),
    ],
    [own, session.presets],
  );
  const empty = useSnapshot(({ patch }) => patch.modules.size === 0);

  const onDragOver = (event: DragEvent) => {
    if (!hasDragPayload(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  };
  const onDrop = (event: DragEvent) => {
    const payload = dragPayloadOf(event.dataTransfer);
    if (!payload) return;
    event.preventDefault();
    onPlace({ payload, position: toCanvas(event.clientX, event.clientY) });
  };
  return (
    <main className={styles.slot} aria-label="Patch" onDragOver={onDragOver} onDrop={onDrop}>
      <PatchCanvas
        ref={canvas}
        engine={session.engine}
        live={session.live}
        {...ports}
        presets={presets}
        onOpen={onOpen}
        onHint={setHint}
        onDropFiles={onDropFiles}
        onRefusal={(reason) => tell({ text: reason, tone: "refusal" })}
      />
      {empty && (
        <p className={styles.empty}>
          This patch is empty. Double-click here to add a module, drag one from the left, or drop a sound or a film.
        </p>
      )}
      <div className={styles.hints}>
        {hint ? (
          <span>{hint}</span>
        ) : (
          <>
            <span>
              <kbd className={controls.kbd}>Double-click</kbd> add
            </span>
            <span>
              <kbd className={controls.kbd}>F</kbd> fit
            </span>
            <span>
              <kbd className={controls.kbd}>?</kbd> keys
            </span>
          </>
        )}
      </div>
      <StartSound />
    </main>
  );
}

const previewsOf = ({ video }: AppSession): PreviewPort => ({
  attach: (module, canvas) => video.attachPreview(module, canvas),
});

/** What a module shows of its script or of what keeps it from drawing or sounding. The same object until the script's status or its first line changes, as React asks. */
function statusOf(session: AppSession): StatusPort {
  const { engine, scripts, video, audio } = session;
  const shown = new WeakMap<ScriptStatus, ModuleStatus>();
  const problems = new Map<string, ModuleStatus>();
  return {
    of(module) {
      const status = scripts.statusOf(module);
      if (!status) return problemStatus(problems, moduleProblem(session, module));
      const line = firstLine(engine.snapshot().patch.modules.get(module)?.content?.source);
      const before = shown.get(status);
      if (before && before.line === line) return before;
      const [error] = status.errors;
      const where = error?.line === undefined ? "" : `Line ${error.line}: `;
      const now: ModuleStatus = {
        ...(error && { error: where + error.message }),
        ...(line !== undefined && { line }),
        costMs: status.milliseconds,
      };
      shown.set(status, now);
      return now;
    },
    subscribe(listener) {
      const ends = [scripts.onStatus(listener), video.onProblem(listener), audio.onProblem(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}

/** The same object for the same sentence. */
function problemStatus(known: Map<string, ModuleStatus>, error: string | undefined): ModuleStatus | undefined {
  if (error === undefined) return undefined;
  const status = known.get(error) ?? { error };
  known.set(error, status);
  return status;
}

function firstLine(source: unknown): string | undefined {
  return typeof source === "string" ? source.split("\n").find((text) => text.trim() !== "") : undefined;
}
