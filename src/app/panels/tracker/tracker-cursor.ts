/** Row and column of the edit cell, and the row and column where a block began. */
export interface TrackerCursor {
  readonly row: number;
  readonly column: number;
  readonly anchorRow: number;
  readonly anchorColumn: number;
}

export const START: TrackerCursor = { row: 0, column: 0, anchorRow: 0, anchorColumn: 0 };

export interface Block {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The cells between edit cell and anchor, both included. */
export const blockOf = (cursor: TrackerCursor): Block => ({
  top: Math.min(cursor.row, cursor.anchorRow),
  bottom: Math.max(cursor.row, cursor.anchorRow),
  left: Math.min(cursor.column, cursor.anchorColumn),
  right: Math.max(cursor.column, cursor.anchorColumn),
});

/** Moves the edit cell inside the pattern; `extend` keeps the anchor, so that a block grows. */
export function moveCursor(
  cursor: TrackerCursor,
  to: { readonly row?: number; readonly column?: number },
  size: { readonly rows: number; readonly columns: number },
  extend = false,
): TrackerCursor {
  const row = Math.min(size.rows - 1, Math.max(0, to.row ?? cursor.row));
  const column = Math.min(size.columns - 1, Math.max(0, to.column ?? cursor.column));
  return extend ? { ...cursor, row, column } : { row, column, anchorRow: row, anchorColumn: column };
}
