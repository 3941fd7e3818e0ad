import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { ModuleId } from "#engine/patch.ts";

/** Text of a script that was typed and not applied yet. */
export interface Draft {
  readonly text: string;
  /** The script's own text when the typing began: something else there now means that it changed meanwhile. */
  readonly base: string;
}

export type DraftsState = Readonly<Record<ModuleId, Draft>>;

const initialState: DraftsState = {};

/** Unapplied text of scripts, by module. It outlives the panel that shows it. */
export const draftsSlice = createSlice({
  name: "drafts",
  initialState,
  reducers: {
    keepDraft: (drafts, { payload }: PayloadAction<Draft & { readonly module: ModuleId }>) => ({
      ...drafts,
      [payload.module]: { text: payload.text, base: payload.base },
    }),
    dropDraft: (drafts, { payload }: PayloadAction<ModuleId>): DraftsState =>
      Object.fromEntries(Object.entries(drafts).filter(([module]) => Number(module) !== payload)),
    /** Another document is open: these are its drafts. */
    replaceDrafts: (_, { payload }: PayloadAction<DraftsState>) => payload,
  },
});

export const { keepDraft, dropDraft, replaceDrafts } = draftsSlice.actions;
