const NAMES: Readonly<Record<string, string>> = {
  $mod: "Ctrl",
  Control: "Ctrl",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Space: "Space",
  Escape: "Esc",
  Period: ".",
};

/** A shortcut as it is printed on keys: “Ctrl+Shift+Z”. */
export function keyText(keys: string, mac = false): string {
  return keys
    .split("+")
    .map((key) => (key === "$mod" && mac ? "⌘" : (NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))))
    .join("+");
}
