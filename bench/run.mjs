// `npm run bench`: ours against its rivals, side by side on this machine. Ends with 1 when some target does not hold.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildBinaries } from "#scripts/build.mjs";
import { CHROMIUM_ADVICE, findChromium } from "#scripts/chromium.mjs";
import { ROOT, setup } from "#scripts/setup.mjs";
import { benchOptions, jsonLine, table, USAGE } from "./report.mjs";

/** @typedef {import("./report.mjs").BenchResult} BenchResult */

function options() {
  try {
    return benchOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return process.exit(2);
  }
}

/**
 * Bundles the benchmarks for Node as they would ship: in production mode. What they say of their own place stays true.
 * @param {readonly string[]} files
 * @returns {Promise<string>} the folder with one .js for each
 */
async function bundle(files) {
  const { build } = await import("vite");
  const outDir = join(ROOT, "build", "bench", "node");
  await build({
    root: ROOT,
    configFile: false,
    logLevel: "error",
    mode: "production",
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    plugins: [
      {
        name: "optophone:keep-place",
        enforce: "pre",
        transform: (code, id) =>
          id.startsWith(ROOT) && !id.includes("node_modules") && code.includes("import.meta.url")
            ? code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href))
            : undefined,
      },
    ],
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: "es2023",
      minify: false,
      rolldownOptions: {
        input: files.map((file) => join(ROOT, "bench", file)),
        output: { entryFileNames: "[name].js" },
      },
    },
  });
  return outDir;
}

const { json, only, help } = options();
if (help) {
  console.log(USAGE);
  process.exit(0);
}
process.env.NODE_ENV = "production";
setup();
buildBinaries();
const chromium = findChromium();
if (chromium) process.env.CHROMIUM_PATH = chromium;
else console.error(`No Chromium was found, so comparisons in it fail. ${CHROMIUM_ADVICE}`);

const files = readdirSync(join(ROOT, "bench"))
  .filter((file) => file.endsWith(".bench.ts"))
  .sort();
const folder = await bundle(files);
/** @type {BenchResult[]} */
const results = [];
let broken = 0;
for (const file of files) {
  const subject = file.replace(/\.bench\.ts$/, "");
  if (process.stderr.isTTY) console.error(`${subject}…`);
  try {
    /** @type {{ run(only?: string): Promise<readonly BenchResult[]> }} */
    const { run } = await import(pathToFileURL(join(folder, `${subject}.bench.js`)).href);
    const found = await run(only);
    results.push(...found);
    if (json) for (const result of found) console.log(jsonLine(result));
  } catch (error) {
    broken++;
    console.error(`${subject} broke off: ${error instanceof Error ? error.message : error}`);
  }
}
if (!json && results.length > 0) console.log(table(results));
if (results.length === 0 && broken === 0) {
  console.error(`No comparison has a name that begins with “${only}”.`);
  process.exitCode = 2;
} else if (broken > 0 || results.some(({ holds }) => !holds)) process.exitCode = 1;
