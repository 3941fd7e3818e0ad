import { draftsSlice } from "./drafts-slice.ts";
import { panelsSlice } from "./panels-slice.ts";
import { preferencesSlice } from "./preferences-slice.ts";
import { selectionSlice } from "./selection-slice.ts";

/** The `ui` slices, by the names {@link UiState} gives them; handed to the store beside the patch. */
export const uiReducers = {
  selection: selectionSlice.reducer,
  panels: panelsSlice.reducer,
  preferences: preferencesSlice.reducer,
  drafts: draftsSlice.reducer,
};
