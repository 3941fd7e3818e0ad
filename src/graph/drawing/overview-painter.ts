import type { ModuleId } from "#engine/patch.ts";
import { overlaps, type Rect } from "#graph/model/cable-curve.ts";
import type { GraphModel } from "#graph/model/graph-model.ts";
import type { Palette } from "./palette.ts";

const NAMED_ZOOM = 0.18;
/** Names keep this size on screen, in px, whatever the zoom. */
const NAME_SIZE = 11;

/** Draws modules as plain plates with their colour and, while it can be read, their name. */
export function paintOverview(
  context: CanvasRenderingContext2D,
  model: GraphModel,
  sight: Rect,
  zoom: number,
  selected: ReadonlySet<ModuleId>,
  palette: Palette,
): void {
  context.font = `600 ${NAME_SIZE / zoom}px ${palette.fontLabel || "sans-serif"}`;
  context.textBaseline = "top";
  for (const entry of model.modules()) {
    const rect = model.rectOf(entry);
    if (!overlaps(rect, sight)) continue;
    context.globalAlpha = entry.module.bypassed ? 0.5 : 1;
    context.fillStyle = palette.module;
    context.fillRect(rect.x, rect.y, rect.width, rect.height);
    context.fillStyle = entry.definition ? palette.kind[entry.definition.kind] : palette.danger;
    context.fillRect(rect.x, rect.y, rect.width, 10);
    context.lineWidth = (selected.has(entry.id) ? 2 : 1) / zoom;
    context.strokeStyle = selected.has(entry.id) ? palette.accent : palette.lineStrong;
    context.strokeRect(rect.x, rect.y, rect.width, rect.height);
    if (zoom < NAMED_ZOOM) continue;
    context.fillStyle = palette.text;
    context.fillText(entry.module.name, rect.x + 6 / zoom, rect.y + 10 + 4 / zoom, rect.width - 12 / zoom);
  }
  context.globalAlpha = 1;
}
