import type { Store } from "@reduxjs/toolkit";
import type { SelectionPort } from "#graph/model/app-ports.ts";
import { select } from "./selection-slice.ts";
import type { UiState } from "./ui-state.ts";

/** The selection as the canvas reads and changes it. */
export function createSelectionPort(store: Store<UiState>): SelectionPort {
  let listed: readonly number[] = [];
  let set: ReadonlySet<number> = new Set();
  const current = () => {
    const { modules } = store.getState().selection;
    if (modules !== listed) {
      listed = modules;
      set = new Set(modules);
    }
    return set;
  };
  return {
    get: current,
    set: (modules) => store.dispatch(select({ modules: [...modules] })),
    subscribe(listener) {
      let heard = current();
      return store.subscribe(() => {
        const now = current();
        if (now === heard) return;
        heard = now;
        listener();
      });
    },
  };
}
