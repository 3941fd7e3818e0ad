import type { MenuItemConstructorOptions } from "electron";

/**
 * The application's menu. It claims no key the page uses: undo, redo and closing a panel belong to the patch. On macOS
 * text fields only copy and paste when a menu offers it.
 */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const isMac = platform === "darwin";
  const clipboard: MenuItemConstructorOptions = {
    label: "Edit",
    submenu: [{ role: "cut" }, { role: "copy" }, { role: "paste" }, { role: "selectAll" }],
  };
  return [
    isMac ? { role: "appMenu" } : { label: "File", submenu: [{ role: "quit" }] },
    ...(isMac ? [clipboard] : []),
    {
      label: "View",
      submenu: [{ role: "togglefullscreen" }, { type: "separator" }, { role: "toggleDevTools" }],
    },
    { label: "Help", submenu: [{ role: "about" }] },
  ];
}
