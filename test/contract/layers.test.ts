import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const BIOME = resolve("node_modules/@biomejs/biome/bin/biome");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "optophone-layers-"));
  cpSync("lint", join(folder, "lint"), { recursive: true });
  const { vcs: _, $schema: __, ...settings } = JSON.parse(readFileSync("biome.json", "utf8"));
  writeFileSync(join(folder, "biome.json"), JSON.stringify(settings));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Biome finds in a file planted at a path: its rule names. */
function lint(path: string, text: string): string[] {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  const { stdout } = spawnSync(process.execPath, [BIOME, "lint", "--reporter=json", path], {
    cwd: folder,
    encoding: "utf8",
  });
  rmSync(join(folder, path));
  const report: { diagnostics: { category: string }[] } = JSON.parse(stdout);
  return report.diagnostics.map((diagnostic) => diagnostic.category);
}

const importing = (source: string): string => `import { thing } from "${source}";\nexport const kept = thing;\n`;
const FENCE = "lint/style/noRestrictedImports";

test.each([
  ["engine", "#modules/index.ts"],
  ["engine", "react"],
  ["modules", "#audio/host/audio-host.ts"],
  ["modules", "pixi.js"],
  ["audio", "#video/render/picture-renderer.ts"],
  ["audio", "node:fs"],
  ["video", "#audio/host/audio-host.ts"],
  ["script-nodes", "#graph/patch-canvas.tsx"],
  ["graph", "#app/main.tsx"],
  ["graph", "@reduxjs/toolkit"],
  ["documents", "#modules/index.ts"],
  ["documents", "node:fs"],
  ["controls", "#graph/patch-canvas.tsx"],
  ["controls", "rete"],
])("%s may not import %s", (layer, source) =>
  expect(lint(`src/${layer}/planted.ts`, importing(source))).toContain(FENCE),
);

test.each([
  ["engine", "#engine/patch.ts"],
  ["modules", "#engine/patch.ts"],
  ["audio", "#engine/patch.ts"],
  ["audio/node", "node:fs"],
  ["video", "pixi.js"],
  ["script-nodes/node", "node:worker_threads"],
  ["graph", "rete"],
  ["graph", "#controls/value-bar.tsx"],
  ["documents", "#engine/patch.ts"],
  ["documents/node", "node:fs"],
  ["controls", "react"],
  ["app", "#video/render/picture-renderer.ts"],
  ["cli", "node:fs"],
])("%s may import %s", (layer, source) =>
  expect(lint(`src/${layer}/planted.ts`, importing(source))).not.toContain(FENCE),
);

test.each(["engine", "documents", "modules", "audio", "video", "script-nodes", "controls", "graph", "app", "cli"])(
  "%s may not climb out of its folder",
  (layer) => expect(lint(`src/${layer}/planted.ts`, importing("../x.ts"))).toContain(FENCE),
);

test.each(["#engine/patch.ts", "#app/main.tsx", "react", "pixi.js", "../src/app/main.tsx"])(
  "the desktop may not import %s",
  (source) => expect(lint("electron/planted.ts", importing(source))).toContain(FENCE),
);

test.each(["#scripts/static-files.mjs", "node:path", "electron", "./menu.ts"])("the desktop may import %s", (source) =>
  expect(lint("electron/planted.ts", importing(source))).not.toContain(FENCE),
);

test.each([
  "export const value = Math.random();",
  "const { random } = Math;\nexport const value = random();",
  "const { floor, random } = Math;\nexport const value = floor(random());",
  "export const value = Date.now();",
  "export const value = new Date();",
  "export const value = performance.now();",
  "export const value = crypto.getRandomValues(new Uint8Array(4));",
  "export const value = crypto.randomUUID();",
])("engine, documents, modules and audio may not say %s", (text) => {
  for (const layer of ["engine", "documents", "modules", "audio"])
    expect(lint(`src/${layer}/planted.ts`, `${text}\n`)).toContain("plugin");
  expect(lint("src/app/planted.ts", `${text}\n`)).not.toContain("plugin");
});
