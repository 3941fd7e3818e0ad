// The little Markdown the reference is written in.

/** Said at the head of every page, so that nobody edits one by hand. */
export const GENERATED = "<!-- Written by `npm run reference` from the sources. Edits here are lost. -->";

/** @param {string} text */
const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/**
 * A table, or nothing when it has no rows.
 * @param {readonly string[]} heads
 * @param {readonly (readonly string[])[]} rows
 * @returns {string[]} its lines, with an empty one after them
 */
export function table(heads, rows) {
  if (rows.length === 0) return [];
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(heads), `|${" --- |".repeat(heads.length)}`, ...rows.map(line), ""];
}

/** @param {string | number} text */
export const code = (text) => `\`${text}\``;
