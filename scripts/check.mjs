// `npm run check`: types of every environment, Biome, knip, the reference and the prose, side by side.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, setup } from "./setup.mjs";

const bin = (/** @type {string[]} */ ...path) => join(ROOT, "node_modules", ...path);
const TSC = bin("typescript", "bin", "tsc");

/** @type {readonly { name: string, args: readonly string[] }[]} */
const CHECKS = [
  { name: "types: app", args: [TSC, "-p", "tsconfig.json"] },
  { name: "types: headless", args: [TSC, "-p", "tsconfig/headless.json"] },
  { name: "types: realtime", args: [TSC, "-p", "tsconfig/realtime.json"] },
  { name: "types: shell", args: [TSC, "-p", "tsconfig/shell.json"] },
  { name: "types: scripts", args: [TSC, "-p", "tsconfig/scripts.json"] },
  { name: "biome", args: [bin("@biomejs", "biome", "bin", "biome"), "check", "--error-on-warnings", "."] },
  { name: "knip", args: [bin("knip", "bin", "knip.js"), "--no-progress"] },
  { name: "reference", args: [join(ROOT, "scripts", "reference.mjs"), "--check"] },
  { name: "prose", args: [join(ROOT, "scripts", "prose.mjs")] },
];

/**
 * @param {{ name: string, args: readonly string[] }} check
 * @returns {Promise<boolean>} whether it found nothing wrong
 */
function run({ name, args }) {
  return new Promise((resolve) => {
    /** @type {Buffer[]} */
    const output = [];
    const child = spawn(process.execPath, [...args], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => output.push(chunk));
    child.on("close", (code) => {
      console.log(`${code === 0 ? "ok  " : "FAIL"} ${name}`);
      if (code !== 0) console.log(Buffer.concat(output).toString("utf8").trimEnd());
      resolve(code === 0);
    });
  });
}

/** Runs all checks, two at a time. */
export async function check() {
  const waiting = [...CHECKS];
  let passed = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) if (await run(next)) passed++;
  };
  await Promise.all([worker(), worker()]);
  return { passed, failed: CHECKS.length - passed };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  setup();
  const { failed } = await check();
  process.exit(failed === 0 ? 0 : 1);
}
