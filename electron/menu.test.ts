import type { MenuItemConstructorOptions } from "electron";
import { expect, test } from "vitest";
import { menuTemplate } from "./menu.ts";

const roles = (items: readonly MenuItemConstructorOptions[]): string[] =>
  items.flatMap(({ role, submenu }) => [...(role ? [role] : []), ...(Array.isArray(submenu) ? roles(submenu) : [])]);

test.each(["linux", "win32", "darwin"] as const)("on %s no key of the patch is taken", (platform) => {
  for (const taken of ["undo", "redo", "reload", "forceReload", "close", "zoomIn", "zoomOut", "resetZoom", "editMenu"])
    expect(roles(menuTemplate(platform))).not.toContain(taken);
});

test("text fields can be copied from and pasted into on macOS", () =>
  expect(roles(menuTemplate("darwin"))).toEqual(expect.arrayContaining(["cut", "copy", "paste", "selectAll"])));

test.each(["linux", "win32"] as const)("on %s one can leave", (platform) =>
  expect(roles(menuTemplate(platform))).toContain("quit"),
);
