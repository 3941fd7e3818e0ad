import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ELECTRON_ADVICE, findElectron } from "./desktop.mjs";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "optophone-electron-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(...path: string[]): string {
  const file = join(root, ...path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, "");
  return file;
}

test("Electron's wrapper alone is not Electron", () => {
  put("node_modules", "electron", "index.js");
  expect(findElectron(root, undefined)).toBeUndefined();
});

test("a downloaded Electron is found where its installer noted it", () => {
  const program = put("node_modules", "electron", "dist", "electron-program");
  writeFileSync(join(root, "node_modules", "electron", "path.txt"), "electron-program");
  expect(findElectron(root, undefined)).toBe(program);
});

test("another Electron can be pointed at", () => {
  writeFileSync(put("node_modules", "electron", "path.txt"), "electron-program");
  const program = put("elsewhere", "electron-program");
  expect(findElectron(root, join(root, "elsewhere"))).toBe(program);
  expect(findElectron(root, join(root, "nowhere"))).toBeUndefined();
});

test("what is missing is said with the command that gets it", () => {
  expect(ELECTRON_ADVICE).toContain("npx install-electron");
  expect(ELECTRON_ADVICE).toContain("npm start");
});
