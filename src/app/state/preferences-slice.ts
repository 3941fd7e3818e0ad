import { createSlice, type PayloadAction } from "@reduxjs/toolkit";

export interface PreferencesState {
  /** How the tracker numbers its rows. */
  readonly rowNumbers: "hex" | "decimal";
  /** Octave of the piano keys' lower row, 0 to 8. */
  readonly octave: number;
  /** Rows the edit cell moves down after an entry, 0 to 16. */
  readonly editStep: number;
  /** The tracker keeps the playing row in view. */
  readonly followPlayback: boolean;
}

export const DEFAULT_PREFERENCES: PreferencesState = {
  rowNumbers: "decimal",
  octave: 4,
  editStep: 1,
  followPlayback: true,
};

export const preferencesSlice = createSlice({
  name: "preferences",
  initialState: DEFAULT_PREFERENCES,
  reducers: {
    prefer: (state, action: PayloadAction<Partial<PreferencesState>>) => ({ ...state, ...action.payload }),
  },
});

export const { prefer } = preferencesSlice.actions;
