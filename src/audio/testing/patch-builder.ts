import { emptyPatch, INITIAL_TRANSPORT } from "#engine/empty-patch.ts";
import type { Content, Registry } from "#engine/module-definition.ts";
import {
  type Connection,
  EMPTY_STEP,
  outputsOf,
  type Patch,
  type Snapshot,
  type Step,
  type Transport,
} from "#engine/patch.ts";

/** Builds snapshots for tests directly from rows, without an engine. Every method returns the builder of a changed patch. */
export class PatchBuilder {
  readonly patch: Patch;
  readonly #registry: Registry;

  constructor(registry: Registry, patch: Patch = emptyPatch()) {
    this.#registry = registry;
    this.patch = patch;
  }

  #with(changes: Partial<Patch>): PatchBuilder {
    return new PatchBuilder(this.#registry, { ...this.patch, ...changes });
  }

  module(id: number, type: string, values: Readonly<Record<string, number>> = {}, content?: Content): PatchBuilder {
    const { patch } = this;
    const definition = this.#registry.get(type);
    if (!definition) throw new Error(`No module ${type}`);
    const numbers = Object.entries(definition.parameters).map(([key, parameter]) => values[key] ?? parameter.default);
    const record = { id, type, name: `m${id}`, parent: null, bypassed: false, ...(content ? { content } : {}) };
    return this.#with({ modules: patch.modules.set(id, record), parameters: patch.parameters.set(id, numbers) });
  }

  remove(id: number): PatchBuilder {
    const { patch } = this;
    let { connections } = patch;
    for (const [key, { from, to }] of patch.connections)
      if (from.module === id || to.module === id) connections = connections.delete(key);
    return this.#with({ modules: patch.modules.delete(id), parameters: patch.parameters.delete(id), connections });
  }

  bypass(id: number, bypassed: boolean): PatchBuilder {
    const record = this.patch.modules.get(id);
    return record ? this.#with({ modules: this.patch.modules.set(id, { ...record, bypassed }) }) : this;
  }

  set(id: number, key: string, value: number): PatchBuilder {
    const { patch } = this;
    const definition = this.#registry.get(patch.modules.get(id)?.type ?? "");
    const place = Object.keys(definition?.parameters ?? {}).indexOf(key);
    const values = [...(patch.parameters.get(id) ?? [])];
    values[place] = value;
    return this.#with({ parameters: patch.parameters.set(id, values) });
  }

  /** `1.audio -> 2.audio`, or to a parameter. */
  cable(id: number, text: string, more: Partial<Pick<Connection, "amount" | "offset" | "active">> = {}): PatchBuilder {
    const [from = "", to = ""] = text.split(" -> ");
    const end = (part: string) => {
      const [module = "", port = ""] = part.split(".");
      return { module: Number(module), port };
    };
    const source = this.patch.modules.get(end(from).module);
    const port = source && outputsOf(this.#registry.get(source.type), source)[end(from).port];
    if (!port) throw new Error(`No output ${from}`);
    const connection: Connection = {
      id,
      signal: port.signal,
      from: end(from),
      to: end(to),
      amount: 1,
      offset: 0,
      active: true,
      ...more,
    };
    return this.#with({ connections: this.patch.connections.set(id, connection) });
  }

  cut(id: number): PatchBuilder {
    return this.#with({ connections: this.patch.connections.delete(id) });
  }

  /** Binds module `id` to a new pattern of these rows. */
  pattern(id: number, rows: readonly (Partial<Step> | null)[], stepsPerBeat = 4): PatchBuilder {
    const { patch } = this;
    const steps = rows.map((row) => ({ ...EMPTY_STEP, ...row }));
    const pattern = { id, name: `p${id}`, steps, stepsPerBeat };
    return this.#with({ patterns: patch.patterns.set(id, pattern), bindings: patch.bindings.set(id, id) });
  }

  snapshot(transport: Partial<Transport> = {}): Snapshot {
    return { version: 1, patch: this.patch, transport: { ...INITIAL_TRANSPORT, ...transport } };
  }
}
