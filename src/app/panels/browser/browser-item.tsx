import { Trash2 } from "lucide-react";
import { type DragPayload, setDragPayload } from "#app/panels/drag-payload.ts";
import controls from "#controls/controls.module.css";
import { PortShape } from "#controls/port-shape.tsx";
import type { Signal } from "#engine/signal.ts";
import styles from "./browser.module.css";

export interface BrowserItemProps {
  readonly title: string;
  readonly summary: string;
  readonly signal?: Signal;
  /** What a drag onto the canvas places; absent, it can only be clicked. */
  readonly payload?: DragPayload;
  readonly onChoose: () => void;
  readonly onDelete?: () => void;
}

/** A row of the browser: a click chooses it, a drag places it. */
export function BrowserItem({ title, summary, signal, payload, onChoose, onDelete }: BrowserItemProps) {
  return (
    <li className={styles.row}>
      <button
        type="button"
        className={styles.item}
        title={summary}
        draggable={payload !== undefined}
        onDragStart={(event) => payload && setDragPayload(event.dataTransfer, payload)}
        onClick={onChoose}
        data-browser-item
      >
        {signal && <PortShape signal={signal} />}
        <span className={styles.title}>{title}</span>
        {payload && (
          <span className={styles.hint} aria-hidden="true">
            drag
          </span>
        )}
      </button>
      {onDelete && (
        <button
          type="button"
          className={controls.icon}
          aria-label={`Delete ${title}`}
          title="Delete"
          onClick={onDelete}
        >
          <Trash2 size={14} />
        </button>
      )}
    </li>
  );
}
