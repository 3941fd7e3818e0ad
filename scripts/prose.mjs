// Whether what the prose names is there: paths, links and npm scripts in docs, README, CONTRIBUTING and CHANGELOG. Part of `npm run check`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./setup.mjs";

/** Words between backticks that begin like one of our own folders or files are paths. */
const PATH =
  /^(?:(?:\.storybook|bench|bin|docs|electron|examples|lint|presets|scripts|src|stories|test|tsconfig)\/[\w./*{},-]*|(?:docs|electron|src|stories|test|presets|bench)|[\w-]+(?:\.config)?\.(?:ts|mjs|json|md))$/;
/** Made by npm or by a build. */
const MADE = new Set(["node_modules", "build", "out", "dist"]);

/** @returns {string[]} every page of prose, by its path from the root */
export function prosePages() {
  const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" });
  const pages = docs.filter((name) => name.endsWith(".md")).map((name) => `docs/${name.replaceAll("\\", "/")}`);
  return ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...pages];
}

/**
 * What a page names that isn't there.
 * @param {string} page its path from the root
 * @param {string} text
 * @param {{ exists: (path: string) => boolean, scripts: readonly string[] }} there `exists` takes paths from the root
 * @returns {string[]} a sentence each
 */
export function missingFrom(page, text, { exists, scripts }) {
  const prose = text.replace(/^```[\s\S]*?^```/gm, "");
  const paths = [...prose.matchAll(/`([^`\n]+)`/g)]
    .map(([, word = ""]) => word)
    .filter((word) => PATH.test(word))
    // Of a pattern only the folder it begins with.
    .map((word) => word.replace(/[^/]*[*{].*$/, ""));
  const links = [...prose.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => join(dirname(page), link).replaceAll("\\", "/"));
  const commands = [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
    ([, run, own]) => run ?? own ?? "",
  );
  return [
    ...[...paths, ...links]
      .filter((path) => !MADE.has(path.split("/")[0] ?? "") && !exists(path))
      .map((path) => `${page}: there is no ${path}.`),
    ...commands.filter((name) => !scripts.includes(name)).map((name) => `${page}: there is no npm script “${name}”.`),
  ];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const scripts = Object.keys(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).scripts);
  const missing = prosePages().flatMap((page) =>
    missingFrom(page, readFileSync(join(ROOT, page), "utf8"), {
      exists: (path) => existsSync(join(ROOT, path)),
      scripts,
    }),
  );
  for (const sentence of missing) console.error(sentence);
  process.exitCode = missing.length === 0 ? 0 : 1;
}
