import { numberedAssets } from "./asset-references.ts";
import { onGrid } from "./canvas-grid.ts";
import { circleReason, closingCable } from "./circles.ts";
import { clampAmount } from "./commands/connections.ts";
import { fittingSignal, replacedBy } from "./connection-rules.ts";
import { emptyPatch, INITIAL_TRANSPORT, initialSnapshot } from "./empty-patch.ts";
import { checkedFragment } from "./fragment-schema.ts";
import { type Kept, keptCable, keptFields } from "./kept.ts";
import { readModule } from "./module-codec.ts";
import type { ModuleDefinition, Registry } from "./module-definition.ts";
import { done, type Outcome } from "./outcome.ts";
import type {
  Connection,
  ConnectionId,
  Endpoint,
  Module,
  ModuleId,
  Patch,
  PatchPreset,
  Position,
  Snapshot,
} from "./patch.ts";
import { EMPTY_STEP } from "./patch.ts";
import {
  assetSchema,
  type FileConnection,
  type FileModule,
  moduleSchema,
  type PatchFile,
  patchSchema,
  patternSchema,
  presetSchema,
} from "./patch-schema.ts";
import { strangeSignal } from "./strange-cable.ts";
import { emptyTable, sealed, tableOf, unsealed } from "./table.ts";

/** Builds the patch of a file whose shape is right, and notes whatever doesn't fit together. */
export class PatchReader {
  readonly problems: string[] = [];
  readonly #file: PatchFile;
  readonly #registry: Registry;
  readonly #modules = new Map<ModuleId, Module>();
  readonly #parameters = new Map<ModuleId, readonly number[]>();
  readonly #bindings = new Map<ModuleId, number>();
  readonly #paths = new Map<string, ModuleId>();
  readonly #patterns: ReadonlyMap<string, number>;
  readonly #assets: ReadonlyMap<string, number>;

  constructor(file: PatchFile, registry: Registry) {
    this.#file = file;
    this.#registry = registry;
    this.#patterns = this.#numbered("patterns", file.patterns);
    this.#assets = this.#numbered("assets", file.assets);
  }

  read(): Snapshot {
    const file = this.#file;
    file.modules.forEach((module, index) => {
      this.#readModule(module, index + 1);
    });
    const patterns = file.patterns.map((row, index) => ({
      id: index + 1,
      name: row.name,
      stepsPerBeat: row.stepsPerBeat,
      steps: row.steps.map((step) => (step === null ? EMPTY_STEP : { ...EMPTY_STEP, ...defined(step) })),
      ...keptFields(row, patternSchema),
    }));
    const assets = file.assets.map((asset, index) => {
      const { name, kind, path, hash } = asset;
      return { id: index + 1, name, kind, path, hash, ...keptFields(asset, assetSchema) };
    });
    const presets = file.presets.map((preset, index) => this.#readPreset(preset, index + 1));
    const patch: Patch = {
      ...emptyPatch(file.name),
      foreign: true,
      seed: file.seed,
      kept: keptSections(file),
      modules: tableOf(this.#modules),
      parameters: tableOf(this.#parameters),
      layout: tableOf(this.#layout()),
      patterns: tableOf(patterns.map((pattern) => [pattern.id, pattern])),
      bindings: tableOf(this.#bindings),
      assets: tableOf(assets.map((asset) => [asset.id, asset])),
      presets: tableOf(presets.map((preset) => [preset.id, preset])),
      nextId: {
        module: file.modules.length + 1,
        connection: file.connections.length + 1,
        pattern: patterns.length + 1,
        asset: assets.length + 1,
        preset: presets.length + 1,
      },
    };
    const { bpm, beatsPerBar } = file.transport;
    return initialSnapshot(
      Object.freeze(this.#withCables(patch)),
      Object.freeze({ ...INITIAL_TRANSPORT, bpm, beatsPerBar }),
    );
  }

  #numbered(table: string, rows: readonly { readonly name: string }[]): ReadonlyMap<string, number> {
    const ids = new Map<string, number>();
    rows.forEach(({ name }, index) => {
      if (ids.has(name)) this.problems.push(`${table}[${name}]: the name is there twice.`);
      ids.set(name, index + 1);
    });
    return ids;
  }

  /** The fragment stays as it was written, so that it is written back alike. */
  #readPreset(row: PatchFile["presets"][number], id: number): PatchPreset {
    const { name, summary, fragment } = row;
    const checked = checkedFragment(fragment, `presets[${name}].fragment`);
    if (!checked.ok) this.problems.push(...checked.reason.split("\n"));
    return {
      id,
      name,
      summary,
      fragment: fragment as unknown as PatchPreset["fragment"],
      ...keptFields(row, presetSchema),
    };
  }

  #readModule(file: FileModule, id: ModuleId): void {
    const place = `modules[${file.name}]`;
    const parent = file.in === undefined ? null : this.#paths.get(file.in);
    if (parent === undefined) this.problems.push(`${place}.in: there is no module “${file.in}” above it in the file.`);
    const path = file.in === undefined ? file.name : `${file.in}/${file.name}`;
    if (this.#paths.has(path)) this.problems.push(`${place}: the name is there twice.`);
    this.#paths.set(path, id);
    const content = file.content && numberedAssets(file.content, this.#assets);
    const { definition, row, values, problems } = readModule(this.#registry, { ...file, content });
    for (const { field, reason } of problems) this.problems.push(`${place}${field}: ${reason}`);
    const { type, name, bypassed = false } = file;
    this.#modules.set(id, {
      ...{ id, type, name, parent: parent ?? null, bypassed },
      ...row,
      ...keptFields(file, moduleSchema),
    });
    if (values) this.#parameters.set(id, values);
    this.#bind(place, file, id, definition);
  }

  #bind(place: string, file: FileModule, id: ModuleId, definition: ModuleDefinition | undefined): void {
    if (file.pattern === undefined) return;
    const pattern = this.#patterns.get(file.pattern);
    if (pattern === undefined)
      this.problems.push(`${place}.pattern: there is no pattern “${file.pattern}” in the file.`);
    else if (definition && definition.sequencer !== "tracker")
      this.problems.push(`${place}.pattern: a ${definition.title.toLowerCase()} plays none.`);
    else this.#bindings.set(id, pattern);
  }

  *#layout(): Iterable<[ModuleId, Position]> {
    const places = new Map<string, Position>();
    for (const [path, x, y] of this.#file.layout) {
      if (!this.#paths.has(path)) this.problems.push(`layout[${path}]: there is no such module.`);
      if (places.has(path)) this.problems.push(`layout[${path}]: its place is there twice.`);
      places.set(path, { x, y });
    }
    for (const [path, id] of this.#paths) yield [id, onGrid(places.get(path) ?? { x: 0, y: 0 })];
  }

  /** Plugs the file's cables in by the engine's own rules. */
  #withCables(bare: Patch): Patch {
    const ends = new Map<ModuleId, ConnectionId[]>();
    const connections = unsealed(emptyTable<Connection>());
    const connectionsOf = unsealed(emptyTable<readonly ConnectionId[]>());
    const patch = { ...bare, connections, connectionsOf };
    const plugged: Connection[] = [];
    this.#file.connections.forEach((file, index) => {
      const place = `connections[${file.from} → ${file.to}]`;
      const from = this.#endpoint(file.from);
      const to = this.#endpoint(file.to);
      if (!from || !to) {
        this.problems.push(`${place}: there is no module for “${from ? file.to : file.from}”.`);
        return;
      }
      const read = this.#signal(patch, file, from, to);
      if (!read.ok) {
        this.problems.push(`${place}: ${read.reason}`);
        return;
      }
      const { signal, isStrange } = read.value;
      if (replacedBy(patch, signal, to).length > 0) {
        this.problems.push(`${place}: “${file.to}” holds a cable already, and a picture input holds one.`);
        return;
      }
      const id = index + 1;
      const { offset = 0, active = true } = file;
      const amount = clampAmount(signal, file.amount ?? 1);
      const kept = keptCable(file, isStrange);
      const cable = { id, signal, from, to, amount, offset, active, ...kept };
      connections.set(id, cable);
      plugged.push(cable);
      for (const module of new Set([from.module, to.module])) {
        const those = ends.get(module);
        if (those) those.push(id);
        else {
          const first = [id];
          ends.set(module, first);
          connectionsOf.set(module, first);
        }
      }
    });
    const closing = closingCable(patch, this.#registry, plugged);
    if (closing) {
      const { from, to } = this.#file.connections[closing.id - 1] ?? {};
      const reason = circleReason(patch, closing.from, closing.to, closing.signal);
      this.problems.push(`connections[${from} → ${to}]: ${reason}`);
    }
    return { ...bare, connections: sealed(connections), connectionsOf: sealed(connectionsOf) };
  }

  #endpoint(text: string): Endpoint | undefined {
    const dot = text.lastIndexOf(".");
    const module = this.#paths.get(text.slice(0, dot));
    return module === undefined || dot < 0 ? undefined : { module, port: text.slice(dot + 1) };
  }

  #signal(patch: Patch, file: FileConnection, from: Endpoint, to: Endpoint): Outcome<ReadSignal> {
    const source = this.#modules.get(from.module);
    const target = this.#modules.get(to.module);
    const strange =
      source && target && strangeSignal(this.#registry, { ...from, at: source }, { ...to, at: target }, file.signal);
    if (strange) return done({ signal: strange, isStrange: true });
    const signal = fittingSignal(patch, this.#registry, from, to);
    return signal.ok ? done({ signal: signal.value, isStrange: false }) : signal;
  }
}

interface ReadSignal {
  readonly signal: Connection["signal"];
  readonly isStrange: boolean;
}

/** Sections of a file this build doesn't know, and what it doesn't know of the transport. */
function keptSections(file: PatchFile): Kept {
  const { kept: transport } = keptFields(file.transport, patchSchema.shape.transport);
  return Object.freeze({ ...keptFields(file, patchSchema).kept, ...(transport && { transport }) });
}

/** Without the fields that are undefined, which would hide a default. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
