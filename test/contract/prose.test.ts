import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseCommandLine } from "#cli/command-line.ts";
import { parseFragment } from "#engine/fragment.ts";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";
import { prosePages } from "#scripts/prose.mjs";

const BLOCK = /^```(\w*)\n([\s\S]*?)^```/gm;

/** The blocks of code on all pages, with the page each is on. */
const blocks = prosePages().flatMap((page) =>
  [...readFileSync(page, "utf8").matchAll(BLOCK)].map(([, language = "", text = ""]) => ({ page, language, text })),
);
const holding = (format: string) =>
  blocks.filter(({ language, text }) => language === "json" && text.includes(`"format": "${format}"`));

describe("patch files in the prose", () => {
  const patches = holding("optophone-patch");

  test("there are some", () => expect(patches.length).toBeGreaterThan(0));

  test.each(patches)("one in $page opens, and is as it would be saved", ({ text }) => {
    const read = parsePatch(text, registry);
    expect(read).toMatchObject({ ok: true });
    if (read.ok) expect(serialisePatch(read.value, registry)).toBe(text);
  });

  test("so do fragments", () => {
    for (const { page, text } of holding("optophone-fragment"))
      expect([page, parseFragment(text).ok]).toEqual([page, true]);
  });
});

describe("command lines in the prose", () => {
  const lines = blocks.flatMap(({ page, text }) =>
    [...text.matchAll(/^npx optophone (.*?)(?:\s+#.*)?$/gm)].map(([, line = ""]) => ({ page, line })),
  );

  test("there are some", () => expect(lines.length).toBeGreaterThan(0));

  test.each(lines)("$line", ({ line }) => {
    const words = line.split(/\s+/);
    expect(parseCommandLine(words)).toMatchObject({ ok: true });
    for (const word of words) if (word.startsWith("examples/")) expect([word, existsSync(word)]).toEqual([word, true]);
  });
});
