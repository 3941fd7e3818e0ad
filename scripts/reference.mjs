// `npm run reference`: writes docs/reference from the module definitions and the script API. With --check it only says whether that is needed.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { modulePages } from "./reference/module-pages.mjs";
import { scriptPage } from "./reference/script-page.mjs";
import { ROOT } from "./setup.mjs";

const FOLDER = join(ROOT, "docs", "reference");

/**
 * A module of the sources, TypeScript and all.
 * @template T
 * @param {string} path from the root
 * @returns {Promise<T>}
 */
async function sourceModule(path) {
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport(join(ROOT, path), { root: ROOT, configFile: false, logLevel: "error" });
  return /** @type {T} */ (module);
}

/** @returns {Promise<ReadonlyMap<string, string>>} what each page of the reference should say, by file name */
async function pages() {
  /** @type {[typeof import("#modules/index.ts"), typeof import("#script-nodes/api-entries.ts")]} */
  const [{ MODULES }, { apiEntries }] = await Promise.all([
    sourceModule("src/modules/index.ts"),
    sourceModule("src/script-nodes/api-entries.ts"),
  ]);
  return new Map([...modulePages(MODULES), ["script-functions.md", scriptPage(apiEntries())]]);
}

/**
 * @param {ReadonlyMap<string, string>} wanted
 * @returns {string[]} the pages that are missing, differ or have nothing to describe any more
 */
function stalePages(wanted) {
  const there = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  const gone = there.filter((name) => !wanted.has(name));
  const changed = [...wanted].filter(
    ([name, text]) => !there.includes(name) || readFileSync(join(FOLDER, name), "utf8") !== text,
  );
  return [...gone, ...changed.map(([name]) => name)].sort();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const wanted = await pages();
  const stale = stalePages(wanted);
  if (process.argv.includes("--check")) {
    if (stale.length > 0) {
      console.error(`docs/reference is not current (${stale.join(", ")}). \`npm run reference\` renews it.`);
      process.exitCode = 1;
    }
  } else {
    mkdirSync(FOLDER, { recursive: true });
    for (const name of stale) {
      const text = wanted.get(name);
      if (text === undefined) rmSync(join(FOLDER, name), { recursive: true });
      else writeFileSync(join(FOLDER, name), text);
    }
    console.log(stale.length === 0 ? "docs/reference is current." : `Renewed ${stale.join(", ")} in docs/reference.`);
  }
}
