import { type Cells, isSameRow, nameOf, parentOf, type Rows, type Sheet } from "./sheet.ts";

/** Ids of one document, by ids of the other that stand for the same thing. */
export type Matches = ReadonlyMap<number, number>;

/** Of two rows that share this much of their values and cables, one is the other under a new name. */
const ALIKE = 0.6;
/** Above so many pairs the documents have little in common, and looking for new names would take long. */
const MOST_PAIRS = 250_000;

/** Which rows of a table with unique names are the same: by name, then by what they hold. */
export function matchNamed(a: Rows, b: Rows): Matches {
  const matches = new Map<number, number>();
  const ids = new Map([...a].map(([id, cells]) => [nameOf(cells), id]));
  for (const [id, cells] of b) {
    const same = ids.get(nameOf(cells));
    if (same !== undefined) matches.set(id, same);
  }
  const taken = new Set(matches.values());
  const features = (rows: Rows, skip: (id: number) => boolean): Features =>
    new Map([...rows].flatMap(([id, cells]) => (skip(id) ? [] : [[id, featuresOf(cells)] as const])));
  const renamed = mutualBest(
    features(a, (id) => taken.has(id)),
    features(b, (id) => matches.has(id)),
  );
  return new Map([...matches, ...renamed]);
}

/**
 * Which modules are the same: by path and type, then by what they hold and what they are plugged into those under new names beside
 * the same siblings, then those that kept their names elsewhere.
 */
export function matchModules(a: Sheet, b: Sheet): Matches {
  const matches = new Map<number, number>();
  for (let grew = true; grew; ) {
    matchByPath(a.modules, b.modules, matches);
    const before = matches.size;
    for (const [id, same] of likeModules(a, b, matches, "beside")) matches.set(id, same);
    if (matches.size === before)
      for (const [id, same] of likeModules(a, b, matches, "elsewhere")) matches.set(id, same);
    grew = matches.size > before;
  }
  return matches;
}

function matchByPath(a: Rows, b: Rows, matches: Map<number, number>): void {
  const key = (parent: number | undefined, id: number, rows: Rows) =>
    `${parent ?? ""}/${nameOf(rows.get(id))}/${rows.get(id)?.get("type")}`;
  const taken = new Set(matches.values());
  const ids = new Map([...a.keys()].filter((id) => !taken.has(id)).map((id) => [key(parentOf(a.get(id)), id, a), id]));
  for (let before = -1; before < matches.size; ) {
    before = matches.size;
    for (const [id, cells] of b) {
      const parent = parentOf(cells);
      const there = parent === undefined ? undefined : matches.get(parent);
      if (matches.has(id) || (parent !== undefined && there === undefined)) continue;
      const same = ids.get(key(there, id, b));
      if (same !== undefined) matches.set(id, same);
    }
  }
}

function likeModules(a: Sheet, b: Sheet, matches: Matches, where: "beside" | "elsewhere"): Matches {
  const taken = new Set(matches.values());
  const same = (id: number) => matches.get(id);
  const cablesA = cablesOf(a, (id) => (taken.has(id) ? id : undefined));
  const cablesB = cablesOf(b, same);
  const groups = new Map<string, { readonly a: Features; readonly b: Features }>();
  const sort = (
    side: "a" | "b",
    id: number,
    cells: Cells,
    parent: number | undefined,
    cables: readonly string[] = [],
  ) => {
    const key = `${where === "beside" ? (parent ?? "") : nameOf(cells)}/${cells.get("type")}`;
    const group = groups.get(key) ?? { a: new Map(), b: new Map() };
    group[side].set(id, new Set([...featuresOf(cells), ...cables]));
    groups.set(key, group);
  };
  for (const [id, cells] of a.modules) if (!taken.has(id)) sort("a", id, cells, parentOf(cells), cablesA.get(id));
  for (const [id, cells] of b.modules) {
    const parent = parentOf(cells);
    const isNew = where === "beside" && parent !== undefined && same(parent) === undefined;
    if (!matches.has(id) && !isNew) sort("b", id, cells, parent && same(parent), cablesB.get(id));
  }
  return new Map([...groups.values()].flatMap((group) => [...mutualBest(group.a, group.b)]));
}

/** A text for each cable at a module; those that lead to one without a counterpart are like no other. */
function cablesOf(sheet: Sheet, identity: (id: number) => number | undefined): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const [id, cells] of sheet.connections) {
    const from = cells.get("from") as { module: number; port: string };
    const to = cells.get("to") as { module: number; port: string };
    const note = (at: number, text: string) => found.set(at, [...(found.get(at) ?? []), text]);
    const other = (module: number) => identity(module) ?? `cable ${id}`;
    note(from.module, `out ${from.port} ${other(to.module)}.${to.port}`);
    note(to.module, `in ${to.port} ${other(from.module)}.${from.port}`);
  }
  return found;
}

type Features = Map<number, ReadonlySet<string>>;

const NO_FEATURES: ReadonlySet<string> = new Set(["name", "parent", "place", "type"]);

function featuresOf(cells: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const features = new Set<string>();
  for (const [cell, value] of cells) if (!NO_FEATURES.has(cell)) features.add(`${cell}=${JSON.stringify(value)}`);
  return features;
}

/** Pairs that are alike, each of them more like the other than like anything else. */
function mutualBest(a: Features, b: Features): Matches {
  if (a.size * b.size === 0 || a.size * b.size > MOST_PAIRS) return new Map();
  const best = (from: Features, to: Features) => {
    const found = new Map<number, number>();
    for (const [id, features] of from) {
      const scores = [...to].map(([other, those]) => [other, likeness(features, those)] as const);
      const top = Math.max(...scores.map(([, score]) => score));
      const tops = scores.filter(([, score]) => score === top);
      if (top >= ALIKE && tops.length === 1 && tops[0]) found.set(id, tops[0][0]);
    }
    return found;
  };
  const ofA = best(a, b);
  return new Map([...best(b, a)].filter(([id, same]) => ofA.get(same) === id));
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const most = Math.max(a.size, b.size);
  if (most === 0) return 1;
  let shared = 0;
  for (const feature of a) if (b.has(feature)) shared++;
  return shared / most;
}

/** Which cables are the same: those with the same ends. Of several alike, as a module nobody knows may have, each is one. */
export function matchConnections(a: Rows, b: Rows): Matches {
  const byEnds = new Map<string, number[]>();
  const key = (cells: ReadonlyMap<string, unknown>) => {
    const { from, to } = Object.fromEntries(cells) as Record<"from" | "to", { module: number; port: string }>;
    return JSON.stringify([from.module, from.port, to.module, to.port]);
  };
  for (const [id, cells] of a) byEnds.set(key(cells), [...(byEnds.get(key(cells)) ?? []), id]);
  const matches = new Map<number, number>();
  for (const [id, cells] of b) {
    const same = byEnds.get(key(cells))?.shift();
    if (same !== undefined) matches.set(id, same);
  }
  return matches;
}

/** Rows new on both sides that hold the same: one thing, made twice. */
export function matchEqual(a: Rows, b: Rows, isNew: (id: number) => boolean): Matches {
  const key = (cells: ReadonlyMap<string, unknown>) => `${cells.get("parent") ?? ""}/${nameOf(cells)}`;
  const fresh = new Map([...a].flatMap(([id, cells]) => (isNew(id) ? [[key(cells), id] as const] : [])));
  const matches = new Map<number, number>();
  for (const [id, cells] of b) {
    const same = isNew(id) ? fresh.get(key(cells)) : undefined;
    const other = same === undefined ? undefined : a.get(same);
    if (same !== undefined && other && isSameRow(cells, other)) matches.set(id, same);
  }
  return matches;
}
