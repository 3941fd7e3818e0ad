import { expect, test } from "vitest";
import { missingFrom } from "./prose.mjs";

const there = {
  exists: (path: string) => ["src/engine/hub.ts", "src/engine/", "docs/a.md", "README.md"].includes(path),
  scripts: ["check", "test"],
};

const missing = (text: string) => missingFrom("docs/page.md", text, there);

test("lets pass what is there", () => {
  expect(
    missing("`src/engine/hub.ts`, `src/engine/*.ts`, `README.md`, [a](a.md#life), `npm run check`, npm test"),
  ).toEqual([]);
});

test("names a path, a link and a script that isn't there", () => {
  expect(missing("See `src/engine/gone.ts`, `gone.mjs` and `src/gone/*.ts`, [there](b.md) or `npm run gone`.")).toEqual(
    [
      "docs/page.md: there is no src/engine/gone.ts.",
      "docs/page.md: there is no gone.mjs.",
      "docs/page.md: there is no src/gone/.",
      "docs/page.md: there is no docs/b.md.",
      "docs/page.md: there is no npm script “gone”.",
    ],
  );
});

test("takes a command in a block of code at its word, but no path there", () => {
  expect(missing("```\nnpm run gone\ncat `src/gone.ts`\n```\n")).toEqual([
    "docs/page.md: there is no npm script “gone”.",
  ]);
});

test("leaves alone what is no path of ours, and what a build makes", () => {
  expect(
    missing("`warm.cutoff`, `*.opto`, `module.port`, `build/reports`, `and/or`, [web](https://example.org/x.md)"),
  ).toEqual([]);
});
