import { createSlice, type PayloadAction } from "@reduxjs/toolkit";

export type BrowserTab = "modules" | "presets" | "examples";
export type DockTab = "tracker" | "code";

/** Which panels are open, and how large, in px. */
export interface PanelsState {
  readonly browserOpen: boolean;
  readonly browserWidth: number;
  readonly browserTab: BrowserTab;
  readonly inspectorOpen: boolean;
  readonly inspectorWidth: number;
  readonly dockOpen: boolean;
  readonly dockHeight: number;
  readonly dockTab: DockTab;
}

export const DEFAULT_PANELS: PanelsState = {
  browserOpen: true,
  browserWidth: 216,
  browserTab: "modules",
  inspectorOpen: true,
  inspectorWidth: 288,
  dockOpen: true,
  dockHeight: 264,
  dockTab: "tracker",
};

/** Limits a panel's size may take, in px. */
export const PANEL_LIMITS = {
  browserWidth: { min: 168, max: 400 },
  inspectorWidth: { min: 240, max: 560 },
  dockHeight: { min: 136, max: 640 },
} as const;

export const panelsSlice = createSlice({
  name: "panels",
  initialState: DEFAULT_PANELS,
  reducers: {
    arrangePanels: (state, action: PayloadAction<Partial<PanelsState>>) => ({ ...state, ...action.payload }),
  },
});

export const { arrangePanels } = panelsSlice.actions;
