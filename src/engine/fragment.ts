import { isAway } from "./away.ts";
import { withDescendants } from "./descendants.ts";
import { checkedFragment } from "./fragment-schema.ts";
import type { Kept } from "./kept.ts";
import { writtenModule } from "./module-codec.ts";
import type { ModuleDefinition, Registry } from "./module-definition.ts";
import { freeName } from "./name-index.ts";
import type { Outcome } from "./outcome.ts";
import type {
  Asset,
  Connection,
  FragmentConnection,
  FragmentModule,
  Module,
  ModuleId,
  Patch,
  PatchFragment,
  Pattern,
  Position,
  Table,
} from "./patch.ts";
import { parseSafeJson } from "./safe-json.ts";
import { inOrder } from "./table.ts";

/** Between the left edges of neighbouring columns, and the top edges of neighbouring rows, of an example. */
const COLUMN_PX = 256;
const ROW_PX = 224;
const TOP_LEFT: Position = { x: 0, y: 0 };

/**
 * Modules as plain JSON by name, with those that live in them, the cables among them, the patterns they play and the assets they
 * use. Places are kept relative to the top left corner of the group; modules whose own group stays behind come side by side.
 * Ids nothing has are passed over.
 */
export function copyFragment(patch: Patch, registry: Registry, modules: readonly ModuleId[]): PatchFragment {
  const chosen = parentsFirst(withDescendants(patch.modules, modules).flatMap((id) => patch.modules.get(id) ?? []));
  const names = fragmentNames(chosen);
  const corner = cornerOf(chosen.map(({ id }) => patch.layout.get(id) ?? TOP_LEFT));
  const patterns = rowsOf(patch.patterns, new Set(chosen.map(({ id }) => patch.bindings.get(id))));
  const assets = rowsOf(patch.assets, new Set(chosen.flatMap(({ content }) => [content?.asset, content?.clip])));
  return {
    format: "optophone-fragment",
    version: 1,
    modules: chosen.map((module) => fragmentModule(patch, registry, module, names, corner)),
    connections: cablesAmong(patch, names).flatMap((cable) =>
      isAway(patch, registry, cable) ? [] : [fragmentConnection(cable, names)],
    ),
    ...(patterns.length > 0 && { patterns: patterns.map(withoutId<Pattern>) }),
    ...(assets.length > 0 && { assets: assets.map(withoutId<Asset>) }),
  };
}

/** Reads a fragment's text, as copied or as a preset file holds it. Refuses whatever isn't one, and says where it goes wrong. */
export function parseFragment(text: string): Outcome<PatchFragment> {
  const json = parseSafeJson(text);
  return json.ok ? checkedFragment(json.value) : json;
}

/**
 * A definition's example as a fragment, laid out left to right in the order its signals take. A cable that closes a circle
 * doesn't push its target further.
 */
export function fragmentFromExample({ example }: ModuleDefinition, registry: Registry): PatchFragment {
  const cables = example.connections.map((text) => {
    const [from = "", to = ""] = text.split("->").map((end) => end.trim());
    return { from, to };
  });
  const columns = exampleColumns(Object.keys(example.modules), cables);
  const filled = new Map<number, number>();
  const modules = Object.entries(example.modules).map(([name, { type, parameters = {} }]): FragmentModule => {
    const column = columns.get(name) ?? 0;
    const row = filled.get(column) ?? 0;
    filled.set(column, row + 1);
    const position = { x: column * COLUMN_PX, y: row * ROW_PX };
    return { name, type, version: registry.get(type)?.version ?? 1, position, parameters };
  });
  return { format: "optophone-fragment", version: 1, modules, connections: cables };
}

/** The column of each module: one after that of the last module that feeds it. */
function exampleColumns(names: readonly string[], cables: readonly FragmentConnection[]): ReadonlyMap<string, number> {
  const moduleOf = (end: string) => end.slice(0, end.lastIndexOf("."));
  const columns = new Map<string, number>();
  const place = (name: string, above: readonly string[]): number => {
    const known = columns.get(name);
    if (known !== undefined) return known;
    const path = [...above, name];
    const feeders = cables.filter(({ to }) => moduleOf(to) === name).map(({ from }) => moduleOf(from));
    const before = feeders.filter((feeder) => !path.includes(feeder)).map((feeder) => place(feeder, path));
    const column = 1 + Math.max(-1, ...before);
    columns.set(name, column);
    return column;
  };
  for (const name of names) place(name, []);
  return columns;
}

/** The smallest x and the smallest y of some places. */
export function cornerOf(places: readonly Position[]): Position {
  if (places.length === 0) return TOP_LEFT;
  return places.reduce((corner, { x, y }) => ({ x: Math.min(corner.x, x), y: Math.min(corner.y, y) }));
}

/** The cables with both ends at modules of the group, in the order they were made. */
export function cablesAmong(patch: Patch, group: ReadonlyMap<ModuleId, unknown>): readonly Connection[] {
  const found = new Map<number, Connection>();
  for (const id of group.keys())
    for (const cable of patch.connectionsOf.get(id) ?? []) {
      const connection = patch.connections.get(cable);
      if (connection && group.has(connection.from.module) && group.has(connection.to.module))
        found.set(cable, connection);
    }
  return [...found.values()].sort((a, b) => a.id - b.id);
}

/** In the order they were made, but a module before those in it. */
function parentsFirst(modules: readonly Module[]): readonly Module[] {
  const chosen = new Map(modules.map((module) => [module.id, module]));
  const ordered = new Set<Module>();
  const place = (module: Module): void => {
    const parent = module.parent === null ? undefined : chosen.get(module.parent);
    if (parent && !ordered.has(parent)) place(parent);
    ordered.add(module);
  };
  for (const id of [...chosen.keys()].sort((a, b) => a - b)) {
    const module = chosen.get(id);
    if (module) place(module);
  }
  return [...ordered];
}

/** The path each module has in a fragment of them; a module comes before those in it. */
function fragmentNames(modules: readonly Module[]): ReadonlyMap<ModuleId, string> {
  const taken = new Set<string>();
  const paths = new Map<ModuleId, string>();
  for (const { id, parent, name: wanted } of modules) {
    const within = parent === null ? undefined : paths.get(parent);
    const pathOf = (name: string) => (within === undefined ? name : `${within}/${name}`);
    const path = pathOf(freeName((name) => taken.has(pathOf(name)), wanted));
    taken.add(path);
    paths.set(id, path);
  }
  return paths;
}

function fragmentModule(
  patch: Patch,
  registry: Registry,
  module: Module,
  names: ReadonlyMap<ModuleId, string>,
  corner: Position,
): FragmentModule {
  const { x, y } = patch.layout.get(module.id) ?? TOP_LEFT;
  const path = names.get(module.id) ?? module.name;
  const slash = path.lastIndexOf("/");
  return {
    name: path.slice(slash + 1),
    ...(slash >= 0 && { in: path.slice(0, slash) }),
    position: { x: x - corner.x, y: y - corner.y },
    ...writtenModule(patch, registry, module),
  };
}

function fragmentConnection(
  { from, to, amount, offset, active, kept }: Connection,
  names: ReadonlyMap<ModuleId, string>,
): FragmentConnection {
  return {
    from: `${names.get(from.module)}.${from.port}`,
    to: `${names.get(to.module)}.${to.port}`,
    ...(amount !== 1 && { amount }),
    ...(offset !== 0 && { offset }),
    ...(!active && { active }),
    ...kept,
  };
}

function rowsOf<T>(table: Table<T>, wanted: ReadonlySet<unknown>): readonly T[] {
  return inOrder(table).flatMap(([id, row]) => (wanted.has(id) ? [row] : []));
}

function withoutId<T extends { readonly id: number; readonly kept?: Kept }>({ id: _, kept, ...row }: T) {
  return { ...row, ...kept };
}
