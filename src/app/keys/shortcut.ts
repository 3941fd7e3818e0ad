/** Where a shortcut works. */
export type ShortcutScope =
  /** Wherever the keyboard is. */
  | "everywhere"
  /** Not while text is typed. */
  | "outside-text"
  /** Nor where single keys mean something else, as in the tracker. */
  | "free-keys";

export interface Shortcut {
  /** As tinykeys writes it, like `$mod+Shift+s`. The first is shown. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: string;
  readonly scope: ShortcutScope;
  readonly run: () => void;
}

/** A key that a panel handles by itself, for the sheet of keys. */
export interface KeyHint {
  readonly keys: string;
  readonly label: string;
  readonly group: string;
}
