import type { DraftsState } from "./drafts-slice.ts";
import type { PanelsState } from "./panels-slice.ts";
import type { PreferencesState } from "./preferences-slice.ts";
import type { SelectionState } from "./selection-slice.ts";

/** The part of the store that is about the screen, not the patch. Not saved with the patch, not undone. */
export interface UiState {
  readonly selection: SelectionState;
  readonly panels: PanelsState;
  readonly preferences: PreferencesState;
  readonly drafts: DraftsState;
}
