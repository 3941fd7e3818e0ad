import { configureStore, createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { Contender } from "./contender.ts";

interface RivalModule {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string | null;
  readonly bypassed: boolean;
}

interface RivalEnd {
  readonly module: string;
  readonly port: string;
}

interface RivalConnection {
  readonly id: string;
  readonly signal: string;
  readonly from: RivalEnd;
  readonly to: RivalEnd;
  readonly amount: number;
  readonly offset: number;
  readonly active: boolean;
}

interface RivalPatch {
  modules: Record<string, RivalModule>;
  parameters: Record<string, Record<string, number>>;
  layout: Record<string, { x: number; y: number }>;
  connections: Record<string, RivalConnection>;
  connectionsOf: Record<string, string[]>;
  nextModule: number;
  nextConnection: number;
}

/**
 * The plain way with Redux Toolkit: one slice, records by id, Immer in the reducers. It checks nothing and undoes nothing. Ids
 * are text, as those of graph libraries and `nanoid` are; with whole numbers for keys it is two to three times as fast.
 */
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
  for (let at = 1; at <= size; at++) {
    const id = moduleId(at);
    initialState.modules[id] = filter(at);
    initialState.parameters[id] = { mode: 0, cutoff: 1_000, resonance: 0.2 };
    initialState.layout[id] = { x: at * 16, y: 0 };
    if (at > 1) initialState.connections[cableId(at - 1)] = cable(at - 1, moduleId(at - 1), id);
    initialState.connectionsOf[id] = [at - 1, at].filter((one) => one >= 1 && one < size).map(cableId);
  }
  const slice = createSlice({
    name: "patch",
    initialState,
    reducers: {
      set: (state, { payload }: PayloadAction<{ module: string; values: Record<string, number> }>) => {
        const values = state.parameters[payload.module];
        if (values) Object.assign(values, payload.values);
      },
      add: (state, { payload }: PayloadAction<{ x: number; y: number }>) => {
        const at = state.nextModule++;
        const id = moduleId(at);
        state.modules[id] = filter(at);
        state.parameters[id] = { mode: 0, cutoff: 1_000, resonance: 0.2 };
        state.layout[id] = payload;
      },
      connect: (state, { payload: { from, to } }: PayloadAction<{ from: string; to: string }>) => {
        const at = state.nextConnection++;
        const id = cableId(at);
        state.connections[id] = cable(at, from, to);
        for (const end of [from, to]) {
          state.connectionsOf[end] ??= [];
          state.connectionsOf[end].push(id);
        }
      },
      remove: (state, { payload: module }: PayloadAction<string>) => {
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
    setParameter: (module, value) => void store.dispatch(set({ module: moduleId(module), values: { cutoff: value } })),
    addModule: (at) => void store.dispatch(add({ x: at * 16, y: 16 })),
    connect: (from, to) => void store.dispatch(connect({ from: moduleId(from), to: moduleId(to) })),
    removeModule: (module) => void store.dispatch(remove(moduleId(module))),
    counts: () => {
      const { patch } = store.getState();
      return {
        modules: Object.keys(patch.modules).length,
        connections: Object.keys(patch.connections).length,
        cutoff: (module) => patch.parameters[moduleId(module)]?.cutoff ?? Number.NaN,
      };
    },
  };
}

const moduleId = (at: number) => `module-${at}`;
const cableId = (at: number) => `cable-${at}`;

const filter = (at: number): RivalModule => ({
  id: moduleId(at),
  type: "audio.filter",
  name: `filter${at}`,
  parent: null,
  bypassed: false,
});

const cable = (at: number, from: string, to: string): RivalConnection => ({
  id: cableId(at),
  signal: "audio",
  from: { module: from, port: "audio" },
  to: { module: to, port: "audio" },
  amount: 1,
  offset: 0,
  active: true,
});
