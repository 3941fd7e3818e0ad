import { hash } from "#engine/hash.ts";
import type { Content, ModuleDefinition, Registry, VideoRealisation } from "#engine/module-definition.ts";
import type { Parameter } from "#engine/parameter.ts";
import { type Connection, definitionOf, type Module, type ModuleId, outputsOf, type Patch } from "#engine/patch.ts";
import { type TelemetryMap, telemetryKey } from "#engine/telemetry.ts";

/** Which picture an input sees: a module's of this frame, or of the frame before where cables run in a ring. */
export interface Picture {
  readonly module: ModuleId;
  readonly previous: boolean;
}

export interface GraphInput {
  readonly key: string;
  /** Null where nothing is connected. */
  readonly picture: Picture | null;
}

export interface GraphParameter {
  readonly key: string;
  /** In its unit, before modulation. */
  readonly base: number;
  /** Address in the telemetry memory of the finished value; −1 where nothing moves it. */
  readonly address: number;
  /** Names of a choice's options, for sources that read them. */
  readonly options?: readonly string[];
}

/** One module that draws. */
export interface GraphPass {
  readonly module: ModuleId;
  readonly type: string;
  readonly video: VideoRealisation;
  readonly inputs: readonly GraphInput[];
  readonly parameters: readonly GraphParameter[];
  /** What `uSeed` is, 0 to 1: different for each module, the same in each render of the file. */
  readonly seed: number;
  readonly content: Content | undefined;
  /** Where the words of the module's kernel are, and how many; `address` −1 where it has none. */
  readonly words: { readonly address: number; readonly count: number };
}

/** What has to be drawn, as plain data: a worker draws from this and knows neither patch nor registry. */
export interface VideoGraph {
  /** In the order they draw: every picture a pass sees of this frame comes before it. */
  readonly passes: readonly GraphPass[];
  /** The module whose picture is shown, and the output that shows it; null while there is none. */
  readonly output: { readonly module: ModuleId; readonly shows: Picture } | null;
  /** The output's level; its telemetry address as in a parameter. */
  readonly level: GraphParameter;
  /** For each module whose preview is wanted: what it shows, null for black. */
  readonly previews: readonly { readonly module: ModuleId; readonly shows: Picture | null }[];
}

const FULL_LEVEL: GraphParameter = { key: "level", base: 1, address: -1 };

export const EMPTY_GRAPH: VideoGraph = { passes: [], output: null, level: FULL_LEVEL, previews: [] };

export interface GraphRequest {
  readonly patch: Patch;
  readonly registry: Registry;
  readonly telemetry: TelemetryMap;
  /** Modules whose own picture somebody looks at. */
  readonly previews: Iterable<ModuleId>;
}

/**
 * Works out what must be drawn: backwards from the first video output that has a picture and from the wanted previews.
 * What nobody sees is not in it. A cable that closes a ring carries the frame before.
 */
export function buildVideoGraph(request: GraphRequest): VideoGraph {
  return new GraphBuilder(request).build();
}

class GraphBuilder {
  readonly #patch: Patch;
  readonly #registry: Registry;
  readonly #telemetry: TelemetryMap;
  readonly #previews: Iterable<ModuleId>;
  readonly #passes: GraphPass[] = [];
  readonly #done = new Set<ModuleId>();
  readonly #open = new Set<ModuleId>();

  constructor({ patch, registry, telemetry, previews }: GraphRequest) {
    this.#patch = patch;
    this.#registry = registry;
    this.#telemetry = telemetry;
    this.#previews = previews;
  }

  build(): VideoGraph {
    let output: VideoGraph["output"] = null;
    let level = FULL_LEVEL;
    for (const module of this.#outputs()) {
      const shows = this.#inputPicture(module.id, firstVideoInput(definitionOf(this.#registry, module)));
      if (!shows) continue;
      output = { module: module.id, shows };
      level = this.#parameters(module).find(({ key }) => key === "level") ?? FULL_LEVEL;
      break;
    }
    const previews = [...this.#previews].map((module) => ({ module, shows: this.#preview(module) }));
    return { passes: this.#passes, output, level, previews };
  }

  /** By id, so that the first one made is the first asked. */
  #outputs(): Module[] {
    const found: Module[] = [];
    for (const module of this.#patch.modules.values())
      if (!module.bypassed && definitionOf(this.#registry, module)?.video?.kind === "output") found.push(module);
    return found.sort((a, b) => a.id - b.id);
  }

  #preview(id: ModuleId): Picture | null {
    const module = this.#patch.modules.get(id);
    const definition = module && definitionOf(this.#registry, module);
    if (!definition?.video) return null;
    if (definition.video.kind === "output") return this.#inputPicture(id, firstVideoInput(definition));
    const port = Object.entries(definition.outputs).find(([, { signal }]) => signal === "video")?.[0];
    return port === undefined ? null : this.#picture(id, port, new Set());
  }

  /** What the cable into an input carries. */
  #inputPicture(id: ModuleId, key: string | undefined, through = new Set<ModuleId>()): Picture | null {
    const cable = key === undefined ? undefined : this.#cableInto(id, key);
    return cable ? this.#picture(cable.from.module, cable.from.port, through) : null;
  }

  #cableInto(id: ModuleId, key: string): Connection | undefined {
    for (const cableId of this.#patch.connectionsOf.get(id) ?? []) {
      const cable = this.#patch.connections.get(cableId);
      if (cable?.active && cable.signal === "video" && cable.to.module === id && cable.to.port === key) return cable;
    }
    return undefined;
  }

  /** The picture of a module's output, with everything that it is drawn from. `through` are bypassed modules on the way. */
  #picture(id: ModuleId, port: string, through: Set<ModuleId>): Picture | null {
    const module = this.#patch.modules.get(id);
    if (!module) return null;
    const definition = definitionOf(this.#registry, module);
    if (!definition?.video || outputsOf(definition, module)[port]?.signal !== "video") return null;
    if (module.bypassed) {
      if (through.has(id)) return null;
      return this.#inputPicture(id, definition.bypass?.[port], new Set(through).add(id));
    }
    if (this.#open.has(id)) return { module: id, previous: true };
    if (!this.#done.has(id)) this.#draw(module, definition, definition.video);
    return { module: id, previous: false };
  }

  #draw(module: Module, definition: ModuleDefinition, video: VideoRealisation): void {
    const { id } = module;
    this.#open.add(id);
    const keys = Object.entries(definition.inputs).filter(([, { signal }]) => signal === "video");
    const inputs = keys.map(([key]) => ({ key, picture: this.#inputPicture(id, key) }));
    this.#open.delete(id);
    this.#done.add(id);
    this.#passes.push({
      module: id,
      type: module.type,
      video,
      inputs,
      parameters: this.#parameters(module),
      seed: seedOf(this.#patch.seed, id),
      content: module.content ?? definition.content?.default,
      words: { address: this.#telemetry.words[id] ?? -1, count: definition.audio?.telemetryWords ?? 0 },
    });
  }

  #parameters(module: Module): GraphParameter[] {
    const values = this.#patch.parameters.get(module.id) ?? [];
    const declared: Readonly<Record<string, Parameter>> = definitionOf(this.#registry, module)?.parameters ?? {};
    return Object.entries(declared).map(([key, parameter], place) => ({
      key,
      base: values[place] ?? parameter.default,
      address: this.#telemetry.values[telemetryKey(module.id, key)] ?? -1,
      ...(parameter.kind === "choice" ? { options: parameter.options } : {}),
    }));
  }
}

function firstVideoInput(definition: ModuleDefinition | undefined): string | undefined {
  return Object.entries(definition?.inputs ?? {}).find(([, { signal }]) => signal === "video")?.[0];
}

/** A share of 0 to 1 from the patch's seed and the module. */
const seedOf = (seed: number, id: ModuleId): number => hash(seed ^ Math.imul(id, 0x9e3779b9)) / 2 ** 32;
