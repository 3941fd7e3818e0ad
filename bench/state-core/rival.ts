import { configureStore, createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { Contender } from "./contender.ts";

interface RivalModule {
  readonly id: number;
  readonly type: string;
  readonly name: string;
  readonly parent: number | null;
  readonly bypassed: boolean;
}

interface RivalEnd {
  readonly module: number;
  readonly port: string;
}

interface RivalConnection {
  readonly id: number;
  readonly signal: string;
  readonly from: RivalEnd;
  readonly to: RivalEnd;
  readonly amount: number;
  readonly offset: number;
  readonly active: boolean;
}

interface RivalPatch {
  modules: Record<number, RivalModule>;
  parameters: Record<number, Record<string, number>>;
  layout: Record<number, { x: number; y: number }>;
  connections: Record<number, RivalConnection>;
  connectionsOf: Record<number, number[]>;
  nextModule: number;
  nextConnection: number;
}

/** The plain way with Redux Toolkit: one slice, records by id, Immer in the reducers. It checks nothing and undoes nothing. */
export function rival(size: number): Contender {
  const initialState: RivalPatch = {
    modules: {},
    parameters: {},
    layout: {},
    connections: {},
    connectionsOf: {},
    nextModule: size + 1,
    nextConnection: size,
  };
  for (let id = 1; id <= size; id++) {
    initialState.modules[id] = filter(id);
    initialState.parameters[id] = { mode: 0, cutoff: 1_000, resonance: 0.2 };
    initialState.layout[id] = { x: id * 16, y: 0 };
    if (id > 1) initialState.connections[id - 1] = cable(id - 1, id - 1, id);
    initialState.connectionsOf[id] = [id - 1, id].filter((one) => one >= 1 && one < size);
  }
  const slice = createSlice({
    name: "patch",
    initialState,
    reducers: {
      set: (state, { payload }: PayloadAction<{ module: number; values: Record<string, number> }>) => {
        const values = state.parameters[payload.module];
        if (values) Object.assign(values, payload.values);
      },
      add: (state, { payload }: PayloadAction<{ x: number; y: number }>) => {
        const id = state.nextModule++;
        state.modules[id] = filter(id);
        state.parameters[id] = { mode: 0, cutoff: 1_000, resonance: 0.2 };
        state.layout[id] = payload;
      },
      connect: (state, { payload: { from, to } }: PayloadAction<{ from: number; to: number }>) => {
        const id = state.nextConnection++;
        state.connections[id] = cable(id, from, to);
        for (const end of [from, to]) {
          state.connectionsOf[end] ??= [];
          state.connectionsOf[end].push(id);
        }
      },
      remove: (state, { payload: module }: PayloadAction<number>) => {
        for (const id of state.connectionsOf[module] ?? []) {
          const connection = state.connections[id];
          delete state.connections[id];
          if (!connection) continue;
          const other = connection.from.module === module ? connection.to.module : connection.from.module;
          const those = state.connectionsOf[other];
          if (those) those.splice(those.indexOf(id), 1);
        }
        delete state.connectionsOf[module];
        delete state.modules[module];
        delete state.parameters[module];
        delete state.layout[module];
      },
    },
  });
  const store = configureStore({ reducer: { patch: slice.reducer } });
  const { set, add, connect, remove } = slice.actions;
  return {
    setParameter: (module, value) => void store.dispatch(set({ module, values: { cutoff: value } })),
    addModule: (at) => void store.dispatch(add({ x: at * 16, y: 16 })),
    connect: (from, to) => void store.dispatch(connect({ from, to })),
    removeModule: (module) => void store.dispatch(remove(module)),
    counts: () => {
      const { patch } = store.getState();
      return {
        modules: Object.keys(patch.modules).length,
        connections: Object.keys(patch.connections).length,
        cutoff: (module) => patch.parameters[module]?.cutoff ?? Number.NaN,
      };
    },
  };
}

const filter = (id: number): RivalModule => ({
  id,
  type: "audio.filter",
  name: `filter${id}`,
  parent: null,
  bypassed: false,
});

const cable = (id: number, from: number, to: number): RivalConnection => ({
  id,
  signal: "audio",
  from: { module: from, port: "audio" },
  to: { module: to, port: "audio" },
  amount: 1,
  offset: 0,
  active: true,
});
