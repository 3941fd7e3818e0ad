import type { Store } from "@reduxjs/toolkit";
import { type PageStorage, pageStorage } from "./page-storage.ts";
import { arrangePanels, DEFAULT_PANELS, type PanelsState } from "./panels-slice.ts";
import { DEFAULT_PREFERENCES, type PreferencesState, prefer } from "./preferences-slice.ts";
import type { UiState } from "./ui-state.ts";

const KEY = "optophone-interface-1";

/** Brings back panels and preferences as they were, and remembers them from now on. Returns the function that ends it. */
export function rememberUi(store: Store<UiState>, storage: PageStorage = pageStorage()): () => void {
  recall(store, storage);
  let { panels, preferences } = store.getState();
  return store.subscribe(() => {
    const next = store.getState();
    if (next.panels === panels && next.preferences === preferences) return;
    ({ panels, preferences } = next);
    try {
      storage.setItem(KEY, JSON.stringify({ panels, preferences }));
    } catch {
      // A full or forbidden storage costs only the memory of panel sizes.
    }
  });
}

function recall(store: Store<UiState>, storage: PageStorage): void {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return;
    const { panels, preferences } = kept as { panels?: unknown; preferences?: unknown };
    store.dispatch(arrangePanels(likeDefaults<PanelsState>(panels, DEFAULT_PANELS)));
    store.dispatch(prefer(likeDefaults<PreferencesState>(preferences, DEFAULT_PREFERENCES)));
  } catch {
    // What cannot be read is as good as forgotten.
  }
}

/** Of what was kept, the entries this version knows, with values of the same type. */
function likeDefaults<T extends object>(kept: unknown, defaults: T): Partial<T> {
  if (typeof kept !== "object" || kept === null) return {};
  const entries = Object.entries(kept).filter(([key, value]) => typeof value === typeof defaults[key as keyof T]);
  return Object.fromEntries(entries.filter(([key]) => key in defaults)) as Partial<T>;
}
