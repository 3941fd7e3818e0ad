// The page of the reference that describes what scripts can call.
import { code, GENERATED } from "./markdown.mjs";

/** @typedef {import("#script-nodes/api-entries.ts").ApiEntry} ApiEntry */

/**
 * @param {readonly ApiEntry[]} entries in the order of the table
 * @returns {string}
 */
export function scriptPage(entries) {
  const holders = [...new Set(entries.map((entry) => entry.of))].sort(
    (a, b) => Number(b === undefined) - Number(a === undefined),
  );
  return [
    GENERATED,
    "# What a script can call",
    "",
    "Every language has the same functions. A question mark stands after an argument that may be left out, an arrow before what comes back.",
    "",
    ...holders.flatMap((holder) => [
      holder === undefined ? "## Global functions" : `## ${holder}`,
      "",
      ...entries.filter((entry) => entry.of === holder).flatMap(entryLines),
    ]),
  ].join("\n");
}

/** @param {ApiEntry} entry */
function entryLines({ signature, written, name, doc, example }) {
  const prefix = written.slice(0, written.length - name.length);
  return [`### ${code(prefix + signature)}`, "", doc, "", "```lua", example, "```", ""];
}
