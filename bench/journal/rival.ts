import { combineReducers, configureStore, createSlice, type PayloadAction } from "@reduxjs/toolkit";
import { openDB } from "idb";
import { getStoredState, type PersistConfig, persistReducer, persistStore } from "redux-persist";
import { type Contender, MODULES } from "./contender.ts";

type Values = Record<string, { mode: number; cutoff: number; resonance: number }>;

/** Redux Toolkit with redux-persist on IndexedDB. It undoes nothing; a change is flushed before the next, as a person is slower. */
export async function rival(keeps: boolean): Promise<Contender> {
  const database = await openDB(`rival-${crypto.randomUUID()}`, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore("kept");
    },
  });
  const modules: Record<string, object> = {};
  const layout: Record<string, object> = {};
  const values: Values = {};
  for (let at = 1; at <= MODULES; at++) {
    modules[at] = { id: at, type: "audio.filter", name: `filter${at}`, parent: null, bypassed: false };
    layout[at] = { x: at * 16, y: 0 };
    values[at] = { mode: 0, cutoff: 1_000, resonance: 0.2 };
  }
  const parameters = createSlice({
    name: "parameters",
    initialState: values,
    reducers: {
      setCutoff(state, { payload }: PayloadAction<{ readonly module: number; readonly cutoff: number }>) {
        const row = state[payload.module];
        if (row) row.cutoff = payload.cutoff;
      },
    },
  });
  // Tables apart, so that it serialises only the one that has changed.
  const reducer = combineReducers({ modules: () => modules, layout: () => layout, parameters: parameters.reducer });
  const config: PersistConfig<ReturnType<typeof reducer>> = {
    key: "patch",
    storage: {
      getItem: (key: string) => database.get("kept", key),
      removeItem: (key: string) => database.delete("kept", key),
      async setItem(key: string, text: string) {
        const transaction = database.transaction("kept", "readwrite", { durability: "relaxed" });
        await Promise.all([transaction.store.put(text, key), transaction.done]);
      },
    },
  };
  const store = configureStore({
    // Which does nothing until it is told to persist.
    reducer: persistReducer(config, reducer),
    // As in production.
    middleware: (all) => all({ serializableCheck: false, immutableCheck: false }),
  });
  const persistor = keeps ? persistStore(store) : undefined;
  const isReady = () => persistor?.getState().bootstrapped ?? true;
  while (!isReady()) await new Promise((resolve) => setTimeout(resolve, 10));
  return {
    async change(module, cutoff) {
      store.dispatch(parameters.actions.setCutoff({ module, cutoff }));
      await persistor?.flush();
    },
    close: async () => {
      await persistor?.flush();
      persistor?.pause();
    },
    async comesBack(module) {
      const state: { parameters?: Values } | undefined = await getStoredState(config);
      return state?.parameters?.[module]?.cutoff;
    },
  };
}
