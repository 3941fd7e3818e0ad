import type { Registry } from "./module-definition.ts";
import { modulePath } from "./name-index.ts";
import { type WrittenValue, writtenValues } from "./parameter-value.ts";
import type { Module, Pattern, Snapshot } from "./patch.ts";
import { inOrder } from "./table.ts";

export interface ScriptTransport {
  readonly isPlaying: boolean;
  readonly state: "stopped" | "playing" | "paused";
  readonly bpm: number;
  readonly beatsPerBar: number;
}

export interface ScriptModule {
  readonly name: string;
  readonly type: string;
  /** False while bypassed. */
  readonly enabled: boolean;
  readonly parameters: Readonly<Record<string, WrittenValue>>;
}

export interface ScriptConnection {
  readonly from: string;
  readonly to: string;
  readonly signal: string;
  readonly active: boolean;
}

/** The whole state as scripts read it: plain JSON, by name. `clock` is the same object as `transport`. */
export interface ScriptState {
  readonly version: number;
  readonly transport: ScriptTransport;
  readonly clock: ScriptTransport;
  readonly modules: Readonly<Record<string, ScriptModule>>;
  readonly connections: readonly ScriptConnection[];
  readonly patterns: Readonly<Record<string, Pattern>>;
}

/** A module's view holds as long as its record, values and name do, so an unchanged one stays the same object. */
const views = new WeakMap<Module, { readonly values: readonly number[]; readonly view: ScriptModule }>();
const NO_VALUES: readonly number[] = [];

/** What scripts see of a snapshot. */
export function scriptState({ version, patch, transport }: Snapshot, registry: Registry): ScriptState {
  const modules: Record<string, ScriptModule> = {};
  for (const [id, module] of inOrder(patch.modules)) {
    const name = modulePath(patch, module);
    modules[name] = moduleView(module, name, patch.parameters.get(id) ?? NO_VALUES, registry);
  }
  const place = ({ module, port }: { module: number; port: string }) => {
    const found = patch.modules.get(module);
    return `${found ? modulePath(patch, found) : module}.${port}`;
  };
  const { state, bpm, beatsPerBar } = transport;
  const clock: ScriptTransport = { isPlaying: state === "playing", state, bpm, beatsPerBar };
  return {
    version,
    transport: clock,
    clock,
    modules,
    connections: inOrder(patch.connections).map(([, { from, to, signal, active }]) => ({
      from: place(from),
      to: place(to),
      signal,
      active,
    })),
    patterns: Object.fromEntries(inOrder(patch.patterns).map(([, pattern]) => [pattern.name, pattern])),
  };
}

function moduleView(module: Module, name: string, values: readonly number[], registry: Registry): ScriptModule {
  const known = views.get(module);
  if (known && known.values === values && known.view.name === name) return known.view;
  const definition = module.unknown ? undefined : registry.get(module.type);
  const view: ScriptModule = {
    name,
    type: module.type,
    enabled: !module.bypassed,
    parameters: definition ? writtenValues(definition, values) : (module.unknown?.parameters ?? {}),
  };
  views.set(module, { values, view });
  return view;
}
