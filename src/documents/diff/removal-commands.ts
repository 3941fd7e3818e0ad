import { type Command, deletePattern, deletePreset, disconnect, removeModules, restore } from "#engine/command.ts";
import { endOf, type RowTable, type Sheet } from "./sheet.ts";

/** Commands that take out what the second document no longer has. Media go last of all, when nothing refers to them. */
export function removals(a: Sheet, b: Sheet): readonly Command[] {
  const gone = (table: RowTable) => [...a[table].keys()].filter((id) => !b[table].has(id));
  const modules = gone("modules");
  const left = new Set(modules);
  const cables = gone("connections").filter((id) => {
    const cells = a.connections.get(id);
    return cells && !left.has(endOf(cells, "from").module) && !left.has(endOf(cells, "to").module);
  });
  return [
    ...(cables.length > 0 ? [disconnect({ connections: cables })] : []),
    ...(modules.length > 0 ? [removeModules({ modules })] : []),
    ...gone("patterns").map((pattern) => deletePattern({ pattern })),
    ...gone("presets").map((preset) => deletePreset({ preset })),
  ];
}

/** The command that takes out media, once nothing refers to them. */
export function mediaRemoval(a: Sheet, b: Sheet): readonly Command[] {
  const assets = [...a.assets.keys()].filter((id) => !b.assets.has(id));
  if (assets.length === 0) return [];
  return [restore({ operations: assets.map((id) => ({ kind: "row", table: "assets", id, value: undefined })) })];
}
