import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";

const BIOME = resolve("node_modules/@biomejs/biome/bin/biome");

/** Files planted by their paths. All are linted in one run, as starting Biome takes longer than linting. */
const planted = new Map<string, string>();
/** Of each planted file, the names of the rules it breaks. */
const found = new Map<string, string[]>();

/** Plants a file of this text in a folder and answers with its path. */
function plant(directory: string, text: string): string {
  const path = `${directory}/planted-${planted.size}.ts`;
  planted.set(path, text);
  return path;
}

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "optophone-layers-"));
  try {
    cpSync("lint", join(folder, "lint"), { recursive: true });
    const { vcs: _, $schema: __, ...settings } = JSON.parse(readFileSync("biome.json", "utf8"));
    writeFileSync(join(folder, "biome.json"), JSON.stringify(settings));
    for (const [path, text] of planted) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
      found.set(path, []);
    }
    const args = [BIOME, "lint", "--reporter=json", "--max-diagnostics=none", "."];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    const report: { diagnostics: { category: string; location: { path: string } }[] } = JSON.parse(stdout);
    for (const { category, location } of report.diagnostics)
      found.get(location.path.replaceAll("\\", "/").replace(/^\.\//, ""))?.push(category);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const importing = (source: string): string => `import { thing } from "${source}";\nexport const kept = thing;\n`;
const FENCE = "lint/style/noRestrictedImports";

/** Whether a layer may have an import, and each case of it. */
function imports(
  words: string,
  allowed: boolean,
  cases: readonly (readonly [directory: string, source: string])[],
): void {
  for (const [directory, source] of cases) {
    const path = plant(directory, importing(source));
    test(`${directory} ${words} ${source}`, () => expect(found.get(path)?.includes(FENCE)).toBe(!allowed));
  }
}

imports("may not import", false, [
  ["src/engine", "#modules/index.ts"],
  ["src/engine", "react"],
  ["src/modules", "#audio/host/audio-host.ts"],
  ["src/modules", "pixi.js"],
  ["src/audio", "#video/render/picture-renderer.ts"],
  ["src/audio", "node:fs"],
  ["src/video", "#audio/host/audio-host.ts"],
  ["src/script-nodes", "#graph/patch-canvas.tsx"],
  ["src/graph", "#app/main.tsx"],
  ["src/graph", "@reduxjs/toolkit"],
  ["src/documents", "#modules/index.ts"],
  ["src/documents", "node:fs"],
  ["src/controls", "#graph/patch-canvas.tsx"],
  ["src/controls", "rete"],
  ["electron", "#engine/patch.ts"],
  ["electron", "#app/main.tsx"],
  ["electron", "react"],
  ["electron", "pixi.js"],
  ["electron", "../src/app/main.tsx"],
]);

imports("may import", true, [
  ["src/engine", "#engine/patch.ts"],
  ["src/modules", "#engine/patch.ts"],
  ["src/audio", "#engine/patch.ts"],
  ["src/audio/node", "node:fs"],
  ["src/video", "pixi.js"],
  ["src/script-nodes/node", "node:worker_threads"],
  ["src/graph", "rete"],
  ["src/graph", "#controls/value-bar.tsx"],
  ["src/documents", "#engine/patch.ts"],
  ["src/documents/node", "node:fs"],
  ["src/controls", "react"],
  ["src/app", "#video/render/picture-renderer.ts"],
  ["src/cli", "node:fs"],
  ["electron", "#scripts/static-files.mjs"],
  ["electron", "node:path"],
  ["electron", "electron"],
  ["electron", "./menu.ts"],
]);

const LAYERS = ["engine", "documents", "modules", "audio", "video", "script-nodes", "controls", "graph", "app", "cli"];
imports(
  "may not climb out of its folder to",
  false,
  LAYERS.map((layer) => [`src/${layer}`, "../x.ts"]),
);

for (const layer of ["engine", "documents", "modules", "audio", "video"]) {
  const first = `${layer}-egg`;
  const second = `${layer}-hen`;
  const paths = [
    [first, second],
    [second, first],
  ].map(([own, other]) => {
    const path = `src/${layer}/${own}.ts`;
    planted.set(path, `import type { Row } from "./${other}.ts";\nexport type Next = Row;\n`);
    return path;
  });
  test(`files of ${layer} may not import each other in a circle, not even types`, () => {
    for (const path of paths) expect(found.get(path)).toContain("lint/suspicious/noImportCycles");
  });
}

for (const text of [
  "export const value = Math.random();",
  "const { random } = Math;\nexport const value = random();",
  "const { floor, random } = Math;\nexport const value = floor(random());",
  "export const value = Date.now();",
  "export const value = new Date();",
  "export const value = performance.now();",
  "export const value = crypto.getRandomValues(new Uint8Array(4));",
  "export const value = crypto.randomUUID();",
]) {
  const repeatable = ["engine", "documents", "modules", "audio"].map((layer) => plant(`src/${layer}`, `${text}\n`));
  const free = plant("src/app", `${text}\n`);
  test(`engine, documents, modules and audio may not say ${text}`, () => {
    for (const path of repeatable) expect(found.get(path)).toContain("plugin");
    expect(found.get(free)).not.toContain("plugin");
  });
}
