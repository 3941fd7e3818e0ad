import { numberedAssets } from "./asset-references.ts";
import { clampAmount } from "./commands/connections.ts";
import { onGrid } from "./commands/definition.ts";
import { cableSignal, replacedBy } from "./connection-rules.ts";
import { emptyPatch, INITIAL_TRANSPORT, initialSnapshot } from "./empty-patch.ts";
import { checkedFragment } from "./fragment-schema.ts";
import type { Content, ModuleDefinition, Registry, StoredSettings } from "./module-definition.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import { defaultValues, parameterIndices, storedValue } from "./parameter-value.ts";
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
import type { FileConnection, FileModule, PatchFile } from "./patch-schema.ts";
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
    const patterns = file.patterns.map(({ name, stepsPerBeat, steps }, index) => ({
      id: index + 1,
      name,
      stepsPerBeat,
      steps: steps.map((step) => (step === null ? EMPTY_STEP : { ...EMPTY_STEP, ...defined(step) })),
    }));
    const assets = file.assets.map((asset, index) => ({ id: index + 1, ...asset }));
    const presets = file.presets.map((preset, index) => this.#readPreset(preset, index + 1));
    const patch: Patch = {
      ...emptyPatch(file.name),
      seed: file.seed,
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
  #readPreset({ name, summary, fragment }: PatchFile["presets"][number], id: number): PatchPreset {
    const checked = checkedFragment(fragment, `presets[${name}].fragment`);
    if (!checked.ok) this.problems.push(...checked.reason.split("\n"));
    return { id, name, summary, fragment: fragment as unknown as PatchPreset["fragment"] };
  }

  #readModule(file: FileModule, id: ModuleId): void {
    const place = `modules[${file.name}]`;
    const parent = file.in === undefined ? null : this.#paths.get(file.in);
    if (parent === undefined) this.problems.push(`${place}.in: there is no module “${file.in}” above it in the file.`);
    const path = file.in === undefined ? file.name : `${file.in}/${file.name}`;
    if (this.#paths.has(path)) this.problems.push(`${place}: the name is there twice.`);
    this.#paths.set(path, id);
    const definition = this.#registry.get(file.type);
    const content = file.content && numberedAssets(file.content, this.#assets);
    const stored: StoredSettings = { parameters: file.parameters ?? {}, ...(content && { content }) };
    const base = { id, type: file.type, name: file.name, parent: parent ?? null, bypassed: file.bypassed ?? false };
    if (!definition) {
      this.#modules.set(id, {
        ...base,
        ...(content && { content }),
        unknown: { version: file.version, parameters: stored.parameters },
      });
    } else {
      const current = this.#migrate(place, definition, stored, file.version);
      const known = this.#settings(place, definition, current, file.version);
      this.#modules.set(id, { ...base, ...(known && { content: known }) });
      this.#parameters.set(id, this.#values(place, definition, current));
    }
    if (file.pattern === undefined) return;
    const pattern = this.#patterns.get(file.pattern);
    if (pattern === undefined)
      this.problems.push(`${place}.pattern: there is no pattern “${file.pattern}” in the file.`);
    else if (definition && definition.sequencer !== "tracker")
      this.problems.push(`${place}.pattern: a ${definition.title.toLowerCase()} plays none.`);
    else this.#bindings.set(id, pattern);
  }

  #migrate(place: string, definition: ModuleDefinition, stored: StoredSettings, version: number): StoredSettings {
    if (version >= definition.version || !definition.migrate) return stored;
    try {
      return definition.migrate(stored, version);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.problems.push(`${place}: its settings of version ${version} can't be brought up to date: ${why}`);
      return { parameters: {} };
    }
  }

  #settings(
    place: string,
    definition: ModuleDefinition,
    { content }: StoredSettings,
    version: number,
  ): Content | undefined {
    if (version > definition.version) {
      this.problems.push(
        `${place}.version: it was written by a newer Optophone (${version}; this one knows ${definition.version}).`,
      );
    }
    if (!definition.content) {
      if (content) this.problems.push(`${place}.content: a ${definition.title.toLowerCase()} has none.`);
      return undefined;
    }
    const problem = content && definition.content.problem(content);
    if (problem) this.problems.push(`${place}.content: ${problem}`);
    return content ?? definition.content.default;
  }

  #values(place: string, definition: ModuleDefinition, { parameters }: StoredSettings): readonly number[] {
    const values = defaultValues(definition).slice();
    for (const [key, value] of Object.entries(parameters)) {
      const index = parameterIndices(definition).get(key);
      const parameter = definition.parameters[key];
      if (index === undefined || !parameter) {
        this.problems.push(
          `${place}.parameters.${key}: there is no such parameter. It has ${Object.keys(definition.parameters).join(", ") || "none"}.`,
        );
        continue;
      }
      const number = storedValue(parameter, value);
      if (number.ok) values[index] = number.value;
      else this.problems.push(`${place}.parameters.${key}: ${number.reason}.`);
    }
    return values;
  }

  *#layout(): Iterable<[ModuleId, Position]> {
    for (const path of Object.keys(this.#file.layout)) {
      if (!this.#paths.has(path)) this.problems.push(`layout.${path}: there is no such module.`);
    }
    const { layout } = this.#file;
    for (const [path, id] of this.#paths) {
      const [x, y] = (Object.hasOwn(layout, path) && layout[path]) || [0, 0];
      yield [id, onGrid({ x, y })];
    }
  }

  /** Plugs the file's cables in, one after the other, by the engine's own rules. */
  #withCables(bare: Patch): Patch {
    const ends = new Map<ModuleId, ConnectionId[]>();
    const connections = unsealed(emptyTable<Connection>());
    const connectionsOf = unsealed(emptyTable<readonly ConnectionId[]>());
    const patch = { ...bare, connections, connectionsOf };
    this.#file.connections.forEach((file, index) => {
      const place = `connections[${file.from} → ${file.to}]`;
      const from = this.#endpoint(file.from);
      const to = this.#endpoint(file.to);
      if (!from || !to) {
        this.problems.push(`${place}: there is no module for “${from ? file.to : file.from}”.`);
        return;
      }
      const signal = this.#signal(patch, file, from, to);
      if (!signal.ok) {
        this.problems.push(`${place}: ${signal.reason}`);
        return;
      }
      if (replacedBy(patch, signal.value, to).length > 0) {
        this.problems.push(`${place}: “${file.to}” holds a cable already, and a picture input holds one.`);
        return;
      }
      const id = index + 1;
      const { offset = 0, active = true } = file;
      const amount = clampAmount(signal.value, file.amount ?? 1);
      connections.set(id, { id, signal: signal.value, from, to, amount, offset, active });
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
    return { ...bare, connections: sealed(connections), connectionsOf: sealed(connectionsOf) };
  }

  #endpoint(text: string): Endpoint | undefined {
    const dot = text.lastIndexOf(".");
    const module = this.#paths.get(text.slice(0, dot));
    return module === undefined || dot < 0 ? undefined : { module, port: text.slice(dot + 1) };
  }

  #signal(patch: Patch, file: FileConnection, from: Endpoint, to: Endpoint): Outcome<Connection["signal"]> {
    const strange = [from, to].some(({ module }) => this.#modules.get(module)?.unknown);
    if (strange) return file.signal ? done(file.signal) : refused("a cable of an unknown module needs its “signal”.");
    return cableSignal(patch, this.#registry, from, to);
  }
}

/** Without the fields that are undefined, which would hide a default. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
