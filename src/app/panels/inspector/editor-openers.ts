/** Show what a module is edited with outside the inspector. */
export interface EditorOpeners {
  /** Shows the code of a script module. */
  readonly onOpenCode: () => void;
  /** Shows the pattern of a sequencer. */
  readonly onOpenTracker: () => void;
}
