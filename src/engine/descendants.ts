import type { Module, ModuleId, Table } from "./patch.ts";

/** The modules that live right in each module; those with none are not in it. */
export function childrenByParent(modules: Table<Module>): Map<ModuleId, Set<ModuleId>> {
  const children = new Map<ModuleId, Set<ModuleId>>();
  for (const [id, { parent }] of modules) if (parent !== null) addChild(children, parent, id);
  return children;
}

/** Notes that a module lives in another. */
export function addChild(children: Map<ModuleId, Set<ModuleId>>, parent: ModuleId, id: ModuleId): void {
  const siblings = children.get(parent);
  if (siblings) siblings.add(id);
  else children.set(parent, new Set([id]));
}

/** The modules given and all that live in them, each once, a module before those in it. Ids nothing has are passed over. */
export function withDescendants(modules: Table<Module>, given: Iterable<ModuleId>): readonly ModuleId[] {
  const children = childrenByParent(modules);
  const found = new Set<ModuleId>();
  const wanted = new Set(given);
  const isInside = (id: ModuleId): boolean => {
    const parent = modules.get(id)?.parent ?? null;
    return parent !== null && (wanted.has(parent) || isInside(parent));
  };
  const visit = (id: ModuleId): void => {
    found.add(id);
    for (const child of children.get(id) ?? []) visit(child);
  };
  for (const id of wanted) if (modules.has(id) && !isInside(id)) visit(id);
  return [...found];
}
