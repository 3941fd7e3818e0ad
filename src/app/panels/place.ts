import { addModule, type Command, insertFragment } from "#engine/command.ts";
import type { Position } from "#engine/patch.ts";
import type { DragPayload } from "./drag-payload.ts";

/** Something to put on the canvas; without a position, in its middle. */
export interface PlaceRequest {
  readonly payload: DragPayload;
  readonly position?: Position;
}

/** The command that puts a dragged or clicked thing on the canvas. */
export function placeCommand(payload: DragPayload, position: Position): Command {
  return payload.kind === "module"
    ? addModule({ type: payload.type, position })
    : insertFragment({ fragment: payload.fragment, position });
}
