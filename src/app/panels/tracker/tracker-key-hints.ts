import type { KeyHint } from "#app/keys/shortcut.ts";

const group = "Tracker";

/** What the tracker's keys do, for the sheet of keys. */
export const TRACKER_KEY_HINTS: readonly KeyHint[] = [
  { group, keys: "Z S X D C …", label: "Play notes into the edit cell" },
  { group, keys: "Q 2 W 3 E …", label: "An octave higher" },
  { group, keys: "0 … 9", label: "Type volume, length or chance" },
  { group, keys: "Arrows", label: "Move the edit cell" },
  { group, keys: "Shift+Arrows", label: "Select a block" },
  { group, keys: "Ctrl+C, X, V, D", label: "Copy, cut, paste, duplicate the block" },
  { group, keys: "Delete", label: "Clear" },
  { group, keys: "Insert", label: "Push rows down" },
  { group, keys: "Backspace", label: "Pull rows up" },
  { group, keys: "* and /", label: "Octave up and down" },
];
