import type { PatchFragment } from "#engine/patch.ts";

/** What is dragged from the browser onto the canvas. */
export type DragPayload =
  | { readonly kind: "module"; readonly type: string }
  | { readonly kind: "fragment"; readonly name: string; readonly fragment: PatchFragment };

const MIME = "application/x-optophone";

export function setDragPayload(transfer: DataTransfer, payload: DragPayload): void {
  transfer.setData(MIME, JSON.stringify(payload));
  transfer.effectAllowed = "copy";
}

/** Whether something of ours is being dragged; the browser hides what until it is dropped. */
export const hasDragPayload = (transfer: DataTransfer): boolean => transfer.types.includes(MIME);

/** Undefined when the drag came from elsewhere. */
export function dragPayloadOf(transfer: DataTransfer): DragPayload | undefined {
  const text = transfer.getData(MIME);
  if (!text) return undefined;
  // Only our own panels write this type, in this page.
  return JSON.parse(text) as DragPayload;
}
