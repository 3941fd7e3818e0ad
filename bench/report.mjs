// What the benchmark runner reads from its command line and writes to the terminal.
import { parseArgs } from "node:util";

/**
 * One comparison; a ratio above 1 means ours is better.
 * @typedef {{ name: string, unit: string, ours: number, rival: number, rivalName: string, ratio: number, target: number, holds: boolean }} BenchResult
 */

export const USAGE = `Usage: npm run bench -- [--json] [--only PREFIX]

  --json          print one JSON object a line instead of a table
  --only PREFIX   run only the comparisons whose name begins with PREFIX`;

/**
 * Reads the options. Throws an error with a sentence about the first one that makes no sense.
 * @param {readonly string[]} args
 * @returns {{ json: boolean, only: string | undefined, help: boolean }}
 */
export function benchOptions(args) {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: "boolean" }, only: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.only === "") throw new Error("--only takes the beginning of a name.");
  return { json: values.json ?? false, only: values.only, help: values.help ?? false };
}

/**
 * A number with as many digits as say something.
 * @param {number} value
 */
function plain(value) {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

const HEADINGS = ["name", "unit", "ours", "rival", "against", "ratio", "target", "holds"];
const NUMBERS = new Set(["ours", "rival", "ratio", "target"]);

/**
 * The comparisons as a table of text, numbers to the right.
 * @param {readonly BenchResult[]} results
 */
export function table(results) {
  const rows = results.map((result) => [
    result.name,
    result.unit,
    plain(result.ours),
    plain(result.rival),
    result.rivalName,
    plain(result.ratio),
    plain(result.target),
    result.holds ? "yes" : "NO",
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (/** @type {readonly string[]} */ cells) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return NUMBERS.has(HEADINGS[column] ?? "") ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [line(HEADINGS), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/**
 * A comparison as one line of JSON, its keys in the order people were promised.
 * @param {BenchResult} result
 */
export function jsonLine({ name, unit, ours, rival, rivalName, ratio, target, holds }) {
  return JSON.stringify({ name, unit, ours, rival, rivalName, ratio, target, holds });
}
