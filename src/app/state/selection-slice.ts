import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { ConnectionId, ModuleId } from "#engine/patch.ts";

export interface SelectionState {
  readonly modules: readonly ModuleId[];
  readonly connections: readonly ConnectionId[];
}

const initialState: SelectionState = { modules: [], connections: [] };

/** What is selected on the canvas. */
export const selectionSlice = createSlice({
  name: "selection",
  initialState,
  reducers: {
    select: (_, action: PayloadAction<Partial<SelectionState>>) => ({ ...initialState, ...action.payload }),
  },
});

export const { select } = selectionSlice.actions;
