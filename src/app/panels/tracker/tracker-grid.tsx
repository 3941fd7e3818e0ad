// biome-ignore-all lint/a11y/useSemanticElements: a table's elements can't be windowed by transforms
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its edit cell by aria-activedescendant
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from "react";
import { prefer } from "#app/state/preferences-slice.ts";
import { useSession } from "#app/state/session-context.tsx";
import { useFrame } from "#app/state/use-frame.ts";
import { useUi, useUiDispatch } from "#app/state/use-ui.ts";
import type { Module, Pattern } from "#engine/patch.ts";
import { COLUMNS } from "./columns.ts";
import { type CopiedSteps, nudgeBlock } from "./step-edits.ts";
import styles from "./tracker.module.css";
import { blockOf, moveCursor, START, type TrackerCursor } from "./tracker-cursor.ts";
import { handleTrackerKey } from "./tracker-keys.ts";
import { ROW_HEIGHT, TrackerRow } from "./tracker-row.tsx";
import { usePatternEdits } from "./use-pattern-edits.ts";

/** Rows drawn beyond what is seen. */
const MARGIN_ROWS = 4;
const DRAG_PX_PER_NOTCH = 6;
/** What turning and dragging do, completing “Undo …”. */
const NUDGE = "change steps";
/** Cells copied in any pattern, for all patterns. */
const clipboard: { steps: CopiedSteps } = { steps: [] };

type Drag = { readonly kind: "block" } | { readonly kind: "value"; y: number; begun: boolean };

/** The steps of a pattern: typed, played in from the keyboard, dragged. Rows out of sight are not in the page. */
export function TrackerGrid({ module, pattern }: { readonly module: Module; readonly pattern: Pattern }) {
  const { engine, live, store } = useSession();
  const gridId = useId();
  const preferences = useUi((state) => state.preferences);
  const dispatch = useUiDispatch();
  const edits = usePatternEdits(pattern.id);
  const [wanted, setWanted] = useState<TrackerCursor>(START);
  const [view, setView] = useState({ top: 0, height: 320 });
  const scroll = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const typed = useRef("");
  const drag = useRef<Drag | null>(null);
  const rows = pattern.steps.length;
  const size = { rows, columns: COLUMNS.length };
  const cursor = clampCursor(wanted, rows);
  const block = blockOf(cursor);
  // Keys may come faster than frames: each works on what the one before left, not on what is shown.
  const presentCursor = useRef(cursor);
  presentCursor.current = cursor;
  const setCursor = (next: TrackerCursor) => {
    presentCursor.current = next;
    setWanted(next);
  };
  const present = () => {
    const now = engine.snapshot().patch.patterns.get(pattern.id) ?? pattern;
    return { pattern: now, cursor: clampCursor(presentCursor.current, now.steps.length) };
  };
  const digits = preferences.rowNumbers === "hex" ? 2 : String(rows - 1).length;

  useEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (scroll.current) keepInView(scroll.current, cursor.row);
  }, [cursor.row]);
  useEffect(() => edits.settle, [edits]);

  const nudge = (notches: number) => {
    const now = present();
    edits.stream(nudgeBlock(now.pattern, blockOf(now.cursor), COLUMNS, notches), NUDGE);
  };
  const latestNudge = useRef(nudge);
  latestNudge.current = nudge;
  useEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      const cell = cellOf(event.target);
      if (!cell?.hasAttribute("data-edit") || document.activeElement !== element || event.deltaY === 0) return;
      event.preventDefault();
      latestNudge.current(event.deltaY < 0 ? 1 : -1);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, []);

  const playing = useRef(-2);
  useFrame(() => {
    const row = live.step(module.id);
    if (row === playing.current || !bar.current || !scroll.current) return;
    playing.current = row;
    bar.current.style.visibility = row < 0 ? "hidden" : "visible";
    if (row >= 0) bar.current.style.transform = `translateY(${row * ROW_HEIGHT}px)`;
    if (row >= 0 && preferences.followPlayback && document.activeElement !== scroll.current)
      keepInView(scroll.current, row);
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const { octave, editStep } = store.getState().preferences;
    const handled = handleTrackerKey(event, {
      ...present(),
      edits,
      setCursor,
      typed,
      octave,
      editStep,
      copied: () => clipboard.steps,
      setCopied: (steps) => {
        clipboard.steps = steps;
      },
      setOctave: (wanted) => dispatch(prefer({ octave: Math.min(8, Math.max(0, wanted)) })),
    });
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const cell = cellOf(event.target);
    if (!cell || event.button !== 0) return;
    typed.current = "";
    const at = placeOf(cell);
    const onEditCell = at.row === cursor.row && at.column === cursor.column && pattern.steps[at.row]?.note !== null;
    drag.current =
      onEditCell && !event.shiftKey ? { kind: "value", y: event.clientY, begun: false } : { kind: "block" };
    setCursor(moveCursor(cursor, at, size, event.shiftKey));
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const held = drag.current;
    if (!held) return;
    if (held.kind === "value") {
      const notches = Math.trunc((held.y - event.clientY) / DRAG_PX_PER_NOTCH);
      if (notches === 0) return;
      held.y -= notches * DRAG_PX_PER_NOTCH;
      if (!held.begun) edits.hold(NUDGE);
      held.begun = true;
      if (edits.isHeld()) nudge(notches);
      return;
    }
    const cell = cellOf(document.elementFromPoint(event.clientX, event.clientY));
    if (cell) setCursor(moveCursor(cursor, placeOf(cell), size, true));
  };
  const onPointerEnd = () => {
    if (drag.current?.kind === "value") edits.settle();
    drag.current = null;
  };

  const first = Math.max(0, Math.floor(view.top / ROW_HEIGHT) - MARGIN_ROWS);
  const last = Math.min(rows - 1, Math.ceil((view.top + view.height) / ROW_HEIGHT) + MARGIN_ROWS);
  return (
    <div
      ref={scroll}
      className={styles.scroll}
      role="grid"
      tabIndex={0}
      aria-label={`Pattern ${pattern.name}, played by ${module.name}`}
      aria-rowcount={rows + 1}
      aria-colcount={COLUMNS.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={`${gridId}-${cursor.row}-${cursor.column}`}
      data-keys="own"
      onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onLostPointerCapture={onPointerEnd}
      onBlur={edits.settle}
    >
      <div className={styles.header} role="row" aria-rowindex={1}>
        <span role="columnheader" aria-colindex={1}>
          Row
        </span>
        {COLUMNS.map((column, index) => (
          <span key={column.key} role="columnheader" aria-colindex={index + 2}>
            {column.label}
          </span>
        ))}
      </div>
      <div className={styles.rows} role="rowgroup" style={{ height: rows * ROW_HEIGHT }}>
        <div ref={bar} className={styles.playing} aria-hidden="true" />
        {pattern.steps.slice(first, last + 1).map((step, offset) => {
          const row = first + offset;
          const inBlock = row >= block.top && row <= block.bottom;
          return (
            <TrackerRow
              key={row}
              gridId={gridId}
              row={row}
              step={step}
              number={row
                .toString(preferences.rowNumbers === "hex" ? 16 : 10)
                .toUpperCase()
                .padStart(digits, "0")}
              beat={beatOf(row, pattern.stepsPerBeat)}
              editColumn={row === cursor.row ? cursor.column : -1}
              blockLeft={inBlock ? block.left : -1}
              blockRight={inBlock ? block.right : -1}
            />
          );
        })}
      </div>
    </div>
  );
}

const clampCursor = (cursor: TrackerCursor, rows: number): TrackerCursor => ({
  ...cursor,
  row: Math.min(cursor.row, rows - 1),
  anchorRow: Math.min(cursor.anchorRow, rows - 1),
});

const beatOf = (row: number, stepsPerBeat: number): "bar" | "beat" | "none" =>
  row % (stepsPerBeat * 4) === 0 ? "bar" : row % stepsPerBeat === 0 ? "beat" : "none";

const cellOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;

const placeOf = (cell: HTMLElement): { row: number; column: number } => ({
  row: Number(cell.dataset.row),
  column: Number(cell.dataset.column),
});

/** Height of the sticky header in px. */
const HEADER_HEIGHT = 24;

function keepInView(element: HTMLElement, row: number): void {
  const top = row * ROW_HEIGHT;
  const seen = element.clientHeight - HEADER_HEIGHT;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top + ROW_HEIGHT > element.scrollTop + seen)
    element.scrollTop = Math.ceil((top + ROW_HEIGHT - seen) / ROW_HEIGHT) * ROW_HEIGHT;
}
