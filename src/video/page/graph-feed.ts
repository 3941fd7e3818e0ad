import type { Changes } from "#engine/engine.ts";
import type { Registry } from "#engine/module-definition.ts";
import type { Module, ModuleId, Patch } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";
import type { TelemetryMap } from "#engine/telemetry.ts";
import { buildVideoGraph, type VideoGraph } from "#video/graph/video-graph.ts";

export interface GraphReceiver {
  graph(graph: VideoGraph): void;
  /** Only a module's base values changed. */
  values(module: ModuleId, values: readonly number[]): void;
}

/** Keeps a renderer's graph up with the patch: values alone while a control moves, the graph where its shape may have changed. */
export class GraphFeed {
  readonly #registry: Registry;
  readonly #receiver: GraphReceiver;
  #patch: Patch;
  #telemetry: TelemetryMap;
  #previews: ReadonlySet<ModuleId> = new Set();

  constructor(registry: Registry, receiver: GraphReceiver, patch: Patch, telemetry: TelemetryMap) {
    this.#registry = registry;
    this.#receiver = receiver;
    this.#patch = patch;
    this.#telemetry = telemetry;
    this.#send();
  }

  update(patch: Patch, changes: Changes): void {
    const before = this.#patch;
    this.#patch = patch;
    if (changes.all || changes.connections.size > 0 || this.#shapeChanged(before, changes)) {
      this.#send();
      return;
    }
    for (const id of changes.parameters) {
      const values = patch.parameters.get(id);
      if (values && this.#draws(patch.modules.get(id))) this.#receiver.values(id, values);
    }
  }

  setTelemetry(telemetry: TelemetryMap): void {
    this.#telemetry = telemetry;
    this.#send();
  }

  setPreviews(modules: Iterable<ModuleId>): void {
    this.#previews = new Set(modules);
    this.#send();
  }

  /** Tells the whole graph again, to somebody who knows nothing. */
  resend(): void {
    this.#send();
  }

  #shapeChanged(before: Patch, { modules }: Changes): boolean {
    for (const id of modules) {
      const was = before.modules.get(id);
      const is = this.#patch.modules.get(id);
      if (was !== is && (this.#draws(was) || this.#draws(is))) return true;
    }
    return false;
  }

  #draws(module: Module | undefined): boolean {
    return module !== undefined && definitionOf(this.#registry, module)?.video !== undefined;
  }

  #send(): void {
    this.#receiver.graph(
      buildVideoGraph({
        patch: this.#patch,
        registry: this.#registry,
        telemetry: this.#telemetry,
        previews: this.#previews,
      }),
    );
  }
}
