// biome-ignore-all lint/a11y/useSemanticElements: a table's elements can't be windowed by transforms
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its edit cell by aria-activedescendant
import { memo } from "react";
import type { Step } from "#engine/patch.ts";
import { COLUMNS } from "./columns.ts";
import styles from "./tracker.module.css";

/** Height of a row in px. */
export const ROW_HEIGHT = 20;

export interface TrackerRowProps {
  readonly gridId: string;
  readonly row: number;
  readonly step: Step;
  readonly number: string;
  readonly beat: "bar" | "beat" | "none";
  /** Column of the edit cell, −1 in any other row. */
  readonly editColumn: number;
  /** First and last column of the block, −1 outside it. */
  readonly blockLeft: number;
  readonly blockRight: number;
}

/** One step of the pattern. */
export const TrackerRow = memo(function TrackerRow(props: TrackerRowProps) {
  const { gridId, row, step, number, beat, editColumn, blockLeft, blockRight } = props;
  return (
    <div
      className={styles.row}
      role="row"
      aria-rowindex={row + 2}
      data-beat={beat}
      style={{ transform: `translateY(${row * ROW_HEIGHT}px)` }}
    >
      <span className={styles.number} role="rowheader" aria-colindex={1}>
        {number}
      </span>
      {COLUMNS.map((column, index) => (
        <span
          key={column.key}
          id={`${gridId}-${row}-${index}`}
          className={styles.cell}
          role="gridcell"
          aria-colindex={index + 2}
          aria-label={
            step.note === null
              ? `${column.label}, row ${number}, empty`
              : `${column.label}, row ${number}, ${column.text(step)}`
          }
          aria-selected={index >= blockLeft && index <= blockRight}
          data-row={row}
          data-column={index}
          data-edit={index === editColumn || undefined}
          data-block={(index >= blockLeft && index <= blockRight) || undefined}
          data-empty={step.note === null || undefined}
        >
          <span>{step.note === null ? "" : column.text(step)}</span>
        </span>
      ))}
    </div>
  );
});
