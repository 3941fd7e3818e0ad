import type { Parameter } from "#engine/parameter.ts";
import { formatParameter } from "#engine/parameter-text.ts";
import type { MenuItem } from "./floating-menu.tsx";
import type { ValueEdit } from "./value-edit.ts";

/** What a right click on any value offers. */
export function valueMenu(parameter: Parameter, value: number, edit: ValueEdit, type: () => void): readonly MenuItem[] {
  return [
    { label: "Type value", keys: "Enter", run: type },
    {
      label: `Reset to ${formatParameter(parameter, parameter.default)}`,
      keys: "Ctrl click",
      run: () => edit.set(parameter.default),
    },
    {
      label: "Copy value",
      run: () => void navigator.clipboard?.writeText(formatParameter(parameter, value)).catch(() => {}),
    },
  ];
}
