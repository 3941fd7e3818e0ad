import { isAway } from "#engine/away.ts";
import type { Registry } from "#engine/module-definition.ts";
import { modulePath } from "#engine/name-index.ts";
import { type WrittenValue, writtenValues } from "#engine/parameter-value.ts";
import type { Connection, Endpoint, Module, Patch, Pattern, Snapshot, Step, Table, Transport } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";
import { inOrder } from "#engine/table.ts";

// Type aliases, not interfaces: only those fit where any plain data is taken.

/** Tempo and state; where it plays is a live value. */
export type ScriptTransport = {
  readonly isPlaying: boolean;
  readonly state: "stopped" | "playing" | "paused";
  readonly bpm: number;
  readonly beatsPerBar: number;
};

/** One module; parameters by key, as files write them. */
export type ScriptModule = {
  readonly name: string;
  readonly type: string;
  /** False while bypassed. */
  readonly enabled: boolean;
  readonly parameters: Readonly<Record<string, WrittenValue>>;
};

/** One cable, its ends as `module.port`. */
export type ScriptConnection = {
  readonly from: string;
  readonly to: string;
  readonly signal: string;
  readonly active: boolean;
};

/** One pattern, with all its steps. */
export type ScriptPattern = {
  readonly id: number;
  readonly name: string;
  readonly steps: readonly Readonly<Pick<Step, keyof Step>>[];
  readonly stepsPerBeat: number;
};

/** The whole state as scripts read it: plain JSON, by name. `clock` is the same object as `transport`. */
export type ScriptState = {
  readonly version: number;
  readonly transport: ScriptTransport;
  readonly clock: ScriptTransport;
  readonly modules: Readonly<Record<string, ScriptModule>>;
  readonly connections: readonly ScriptConnection[];
  readonly patterns: Readonly<Record<string, ScriptPattern>>;
};

const NO_VALUES: readonly number[] = [];

/** What scripts see of a snapshot. A part that is as it was in an earlier snapshot is the same object. */
export function scriptState({ version, patch, transport }: Snapshot, registry: Registry): ScriptState {
  const clock = transportView(transport);
  return Object.freeze({
    version,
    transport: clock,
    clock,
    modules: modulesView(patch, registry),
    connections: connectionsView(patch, registry),
    patterns: patternsView(patch.patterns),
  });
}

const transports = new WeakMap<Transport, ScriptTransport>();

function transportView(transport: Transport): ScriptTransport {
  let view = transports.get(transport);
  if (!view) {
    const { state, bpm, beatsPerBar } = transport;
    view = Object.freeze({ isPlaying: state === "playing", state, bpm, beatsPerBar });
    transports.set(transport, view);
  }
  return view;
}

/** The modules of a table in order of id, with their paths. */
const orders = new WeakMap<Table<Module>, readonly (readonly [Module, string])[]>();

function orderOf(patch: Patch): readonly (readonly [Module, string])[] {
  let order = orders.get(patch.modules);
  if (!order) {
    order = inOrder(patch.modules).map(([, module]) => [module, modulePath(patch, module)]);
    orders.set(patch.modules, order);
  }
  return order;
}

interface ModulesMemo {
  readonly parameters: Patch["parameters"];
  readonly registry: Registry;
  readonly view: Readonly<Record<string, ScriptModule>>;
}

const moduleLists = new WeakMap<Table<Module>, ModulesMemo>();

function modulesView(patch: Patch, registry: Registry): Readonly<Record<string, ScriptModule>> {
  const { modules, parameters } = patch;
  const known = moduleLists.get(modules);
  if (known && known.parameters === parameters && known.registry === registry) return known.view;
  const view: Record<string, ScriptModule> = {};
  for (const [module, name] of orderOf(patch))
    view[name] = moduleView(module, name, parameters.get(module.id) ?? NO_VALUES, registry);
  moduleLists.set(modules, { parameters, registry, view: Object.freeze(view) });
  return view;
}

/** A module's view holds as long as its record, values and path do. */
const moduleViews = new WeakMap<Module, { readonly values: readonly number[]; readonly view: ScriptModule }>();

function moduleView(module: Module, name: string, values: readonly number[], registry: Registry): ScriptModule {
  const known = moduleViews.get(module);
  if (known && known.values === values && known.view.name === name) return known.view;
  const definition = definitionOf(registry, module);
  const view: ScriptModule = Object.freeze({
    name,
    type: module.type,
    enabled: !module.bypassed,
    parameters: Object.freeze(definition ? writtenValues(definition, values) : { ...module.unknown?.parameters }),
  });
  moduleViews.set(module, { values, view });
  return view;
}

interface ConnectionsMemo {
  readonly modules: Table<Module>;
  readonly view: readonly ScriptConnection[];
}

const connectionLists = new WeakMap<Table<Connection>, ConnectionsMemo>();
const connectionViews = new WeakMap<Connection, ScriptConnection>();

function connectionsView(patch: Patch, registry: Registry): readonly ScriptConnection[] {
  const { modules, connections } = patch;
  const known = connectionLists.get(connections);
  if (known?.modules === modules) return known.view;
  const made = inOrder(connections).map(([, connection]) => connectionView(patch, registry, connection));
  const isKnown = known?.view.length === made.length && made.every((one, place) => one === known.view[place]);
  const view = isKnown ? known.view : Object.freeze(made);
  connectionLists.set(connections, { modules, view });
  return view;
}

function connectionView(patch: Patch, registry: Registry, connection: Connection): ScriptConnection {
  const from = placeOf(patch, connection.from);
  const to = placeOf(patch, connection.to);
  const active = connection.active && !isAway(patch, registry, connection);
  const known = connectionViews.get(connection);
  if (known && known.from === from && known.to === to && known.active === active) return known;
  const view = Object.freeze({ from, to, signal: connection.signal, active });
  connectionViews.set(connection, view);
  return view;
}

function placeOf(patch: Patch, { module, port }: Endpoint): string {
  const found = patch.modules.get(module);
  return `${found ? modulePath(patch, found) : module}.${port}`;
}

const patternLists = new WeakMap<Table<Pattern>, Readonly<Record<string, ScriptPattern>>>();
const patternViews = new WeakMap<Pattern, ScriptPattern>();
const stepViews = new WeakMap<Step, Readonly<Step>>();

function patternsView(patterns: Table<Pattern>): Readonly<Record<string, ScriptPattern>> {
  let view = patternLists.get(patterns);
  if (!view) {
    view = Object.freeze(
      Object.fromEntries(inOrder(patterns).map(([, pattern]) => [pattern.name, patternView(pattern)])),
    );
    patternLists.set(patterns, view);
  }
  return view;
}

function patternView(pattern: Pattern): ScriptPattern {
  let view = patternViews.get(pattern);
  if (!view) {
    const { id, name, steps, stepsPerBeat } = pattern;
    view = Object.freeze({ id, name, steps: Object.freeze(steps.map(stepView)), stepsPerBeat });
    patternViews.set(pattern, view);
  }
  return view;
}

/** A copy, since the row of a patch sent to a worker is not frozen there. */
function stepView(step: Step): Readonly<Step> {
  let view = stepViews.get(step);
  if (!view) {
    view = Object.freeze({ ...step });
    stepViews.set(step, view);
  }
  return view;
}
