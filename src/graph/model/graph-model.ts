import { isAway } from "#engine/away.ts";
import type { Changes, Engine } from "#engine/engine.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import type { Connection, ConnectionId, Module, ModuleId, Pattern, Position, Snapshot } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";
import { boundsOf, type CableCurve, cableCurve, type Point, type Rect } from "./cable-curve.ts";
import { findSpot, HEADER_HEIGHT, layoutModule, type ModuleLayout } from "./module-layout.ts";

/** A module as the canvas sees it. A new object whenever anything it shows changes, the same one otherwise. */
export interface ModuleEntry {
  readonly id: ModuleId;
  readonly module: Module;
  readonly definition: ModuleDefinition | undefined;
  readonly values: readonly number[];
  readonly position: Position;
  readonly layout: ModuleLayout;
  /** Inputs and parameters that have a cable. */
  readonly connected: ReadonlySet<string>;
  readonly connectedOutputs: ReadonlySet<string>;
  readonly pattern: Pattern | undefined;
}

export interface CableEntry {
  readonly id: ConnectionId;
  readonly connection: Connection;
  /** It is at a port its module no longer declares: kept until that returns. */
  readonly away: boolean;
  /** Neither away nor switched off. */
  readonly carries: boolean;
  readonly curve: CableCurve;
  readonly bounds: Rect;
}

/** What moved on the canvas since the last flush. */
export interface GraphChange {
  readonly added: readonly ModuleId[];
  readonly removed: readonly ModuleId[];
  readonly moved: readonly ModuleId[];
  readonly cablesAdded: readonly ConnectionId[];
  readonly cablesRemoved: readonly ConnectionId[];
}

const ORIGIN: Position = { x: 0, y: 0 };
const NO_VALUES: readonly number[] = [];

/** Keeps places and shapes of everything on the canvas in step with the snapshot, touching only what changed. */
export class GraphModel {
  readonly engine: Engine;
  readonly #modules = new Map<ModuleId, ModuleEntry>();
  readonly #cables = new Map<ConnectionId, CableEntry>();
  readonly #byModule = new Map<ModuleId, Set<() => void>>();
  readonly #listeners = new Set<(change: GraphChange) => void>();
  #seen: Snapshot;
  #end: () => void = () => {};

  constructor(engine: Engine) {
    this.engine = engine;
    this.#seen = engine.snapshot();
    for (const id of this.#seen.patch.modules.keys()) this.#readModule(this.#seen, id);
    for (const id of this.#seen.patch.connections.keys()) this.#readCable(this.#seen, id);
  }

  /** Begins to follow the engine; first catches up with what happened since the model was made. */
  attach(): void {
    this.#end();
    this.#end = this.engine.subscribe((snapshot, changes) => this.#observe(snapshot, changes));
    if (this.engine.snapshot() !== this.#seen) this.#resync(this.engine.snapshot());
  }

  detach(): void {
    this.#end();
    this.#end = () => {};
  }

  module(id: ModuleId): ModuleEntry | undefined {
    return this.#modules.get(id);
  }
  modules(): IterableIterator<ModuleEntry> {
    return this.#modules.values();
  }
  cable(id: ConnectionId): CableEntry | undefined {
    return this.#cables.get(id);
  }
  cables(): IterableIterator<CableEntry> {
    return this.#cables.values();
  }
  get size(): number {
    return this.#modules.size;
  }

  /** Whether it shows the modules the engine has now: false between a change and the flush that tells of it. */
  get caughtUp(): boolean {
    const { modules, layout } = this.engine.snapshot().patch;
    return this.#seen.patch.modules === modules && this.#seen.patch.layout === layout;
  }

  rectOf(entry: ModuleEntry): Rect {
    return { ...entry.position, width: entry.layout.width, height: entry.layout.height };
  }

  /** Calls back when this module's entry is replaced. Returns the function that ends it. */
  listen(id: ModuleId, listener: () => void): () => void {
    const listeners = this.#byModule.get(id) ?? new Set();
    this.#byModule.set(id, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#byModule.delete(id);
    };
  }

  /** Calls back once a flush that changed what the canvas shows. Returns the function that ends it. */
  onChange(listener: (change: GraphChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #observe(snapshot: Snapshot, changes: Changes): void {
    if (changes.all) {
      this.#resync(snapshot);
      return;
    }
    const touched = new Set<ModuleId>([
      ...changes.modules,
      ...changes.parameters,
      ...changes.layout,
      ...changes.bindings,
    ]);
    for (const id of changes.connections) {
      for (const connection of [this.#cables.get(id)?.connection, snapshot.patch.connections.get(id)]) {
        if (connection) touched.add(connection.from.module).add(connection.to.module);
      }
    }
    if (changes.patterns.size > 0) {
      for (const [module, pattern] of snapshot.patch.bindings) if (changes.patterns.has(pattern)) touched.add(module);
    }
    this.#apply(snapshot, touched, changes.connections);
  }

  #resync(snapshot: Snapshot): void {
    const modules = new Set([...this.#modules.keys(), ...snapshot.patch.modules.keys()]);
    const connections = new Set([...this.#cables.keys(), ...snapshot.patch.connections.keys()]);
    this.#apply(snapshot, modules, connections);
  }

  #apply(snapshot: Snapshot, modules: ReadonlySet<ModuleId>, connections: ReadonlySet<ConnectionId>): void {
    const change = { added: [], removed: [], moved: [], cablesAdded: [], cablesRemoved: [] } as {
      [K in keyof GraphChange]: number[];
    };
    const cables = new Set(connections);
    for (const id of modules) {
      const before = this.#modules.get(id);
      const after = this.#readModule(snapshot, id);
      if (before?.position === after?.position && before?.layout === after?.layout) continue;
      if (!after) change.removed.push(id);
      else if (before) change.moved.push(id);
      else change.added.push(id);
      for (const cable of snapshot.patch.connectionsOf.get(id) ?? []) cables.add(cable);
    }
    for (const id of cables) {
      const before = this.#cables.has(id);
      const after = this.#readCable(snapshot, id);
      if (before && !after) change.cablesRemoved.push(id);
      else if (!before && after) change.cablesAdded.push(id);
    }
    this.#seen = snapshot;
    this.#tell(modules, change);
  }

  #tell(modules: ReadonlySet<ModuleId>, change: GraphChange): void {
    for (const id of modules) for (const listener of [...(this.#byModule.get(id) ?? [])]) listener();
    for (const listener of [...this.#listeners]) listener(change);
  }

  #readModule(snapshot: Snapshot, id: ModuleId): ModuleEntry | undefined {
    const { patch } = snapshot;
    const module = patch.modules.get(id);
    if (!module) {
      this.#modules.delete(id);
      return undefined;
    }
    const before = this.#modules.get(id);
    const definition = definitionOf(this.engine.registry, module);
    const connected = new Set<string>();
    const connectedOutputs = new Set<string>();
    for (const cable of patch.connectionsOf.get(id) ?? []) {
      const connection = patch.connections.get(cable);
      if (connection?.to.module === id) connected.add(connection.to.port);
      if (connection?.from.module === id) connectedOutputs.add(connection.from.port);
    }
    const sameShape =
      before?.module === module &&
      sameKeys(before.connected, connected) &&
      (definition || sameKeys(before.connectedOutputs, connectedOutputs));
    const bound = patch.bindings.get(id);
    const entry: ModuleEntry = {
      id,
      module,
      definition,
      values: patch.parameters.get(id) ?? NO_VALUES,
      position: patch.layout.get(id) ?? ORIGIN,
      layout: sameShape ? before.layout : layoutModule(definition, module, connected, connectedOutputs),
      connected: sameShape ? before.connected : connected,
      connectedOutputs:
        before && sameKeys(before.connectedOutputs, connectedOutputs) ? before.connectedOutputs : connectedOutputs,
      pattern: bound === undefined ? undefined : patch.patterns.get(bound),
    };
    this.#modules.set(id, entry);
    return entry;
  }

  #readCable(snapshot: Snapshot, id: ConnectionId): CableEntry | undefined {
    const connection = snapshot.patch.connections.get(id);
    const from = connection && this.endOf(connection.from.module, "output", connection.from.port);
    const to = connection && this.endOf(connection.to.module, "input", connection.to.port);
    if (!connection || !from || !to) {
      this.#cables.delete(id);
      return undefined;
    }
    const curve = cableCurve(from, to);
    const away = isAway(snapshot.patch, this.engine.registry, connection);
    const carries = connection.active && !away;
    const entry = { id, connection, away, carries, curve, bounds: boundsOf(curve) };
    this.#cables.set(id, entry);
    return entry;
  }

  /** Where a cable meets a module, in canvas px; the header's middle when the port isn't shown. */
  endOf(module: ModuleId, side: "input" | "output", key: string): Point | undefined {
    const entry = this.#modules.get(module);
    if (!entry) return undefined;
    const spot = findSpot(entry.layout, side, key);
    return {
      x: entry.position.x + (spot ? spot.x : side === "output" ? entry.layout.width : 0),
      y: entry.position.y + (spot ? spot.y : HEADER_HEIGHT / 2),
    };
  }
}

function sameKeys(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false;
  for (const key of a) if (!b.has(key)) return false;
  return true;
}
