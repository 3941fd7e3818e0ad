import { parentOf, type Rows, renumbered, type Sheet } from "./sheet.ts";

/** Files name what holds a module before the module, in the order of ids; where theirs is new, all get new ids in such an order. */
export function parentsFirst(sheet: Sheet): Sheet {
  const isInOrder = [...sheet.modules].every(([id, cells]) => (parentOf(cells) ?? 0) < id);
  if (isInOrder) return sheet;
  const order = new Map<number, number>();
  const visit = (id: number, modules: Rows) => {
    const parent = parentOf(modules.get(id));
    if (parent !== undefined && !order.has(parent)) visit(parent, modules);
    if (!order.has(id)) order.set(id, order.size + 1);
  };
  for (const id of sheet.modules.keys()) visit(id, sheet.modules);
  return renumbered(sheet, { modules: order });
}
