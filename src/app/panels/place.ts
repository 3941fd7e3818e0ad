import { addModule, type Command, insertFragment } from "#engine/command.ts";
import type { Position } from "#engine/patch.ts";
import type { DragPayload } from "./drag-payload.ts";

/** Something to put on the canvas; without a position, in its middle. */
export interface PlaceRequest {
  readonly payload: DragPayload;
  readonly position?: Position;
}

const GRID = 16;

/** The nearest place on the canvas grid. */
export const onGrid = ({ x, y }: Position): Position => ({
  x: Math.round(x / GRID) * GRID,
  y: Math.round(y / GRID) * GRID,
});

/** The command that puts a dragged or clicked thing on the canvas. */
export function placeCommand(payload: DragPayload, position: Position): Command {
  const at = onGrid(position);
  return payload.kind === "module"
    ? addModule({ type: payload.type, position: at })
    : insertFragment({ fragment: payload.fragment, position: at });
}
