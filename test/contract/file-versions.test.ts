import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parsePatch, serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";

const FIXTURES = "test/fixtures";
const VERSIONS = readdirSync(FIXTURES).sort();
const newest = VERSIONS.at(-1) ?? "";

const saved = (text: string): string => {
  const read = parsePatch(text, registry);
  return read.ok ? serialisePatch(read.value, registry) : read.reason;
};

const cases = VERSIONS.flatMap((version) =>
  readdirSync(`${FIXTURES}/${version}`).map((name) => [version, name] as const),
);

test("there are files of every version up to the present one", () => {
  const { version } = JSON.parse(saved(readFileSync(`${FIXTURES}/v1/everything.opto`, "utf8")));
  expect(VERSIONS).toEqual(Array.from({ length: version }, (_, index) => `v${index + 1}`));
});

// The files are frozen. When the format changes on purpose, a folder for the new version is added and the older ones stay.
test.each(cases)(
  "%s/%s opens as the file of the present version does, and is saved as that version",
  (version, name) => {
    const [old, present] = [version, newest].map((folder) => readFileSync(`${FIXTURES}/${folder}/${name}`, "utf8"));
    expect(`v${JSON.parse(old ?? "").version}`).toBe(version);
    expect(JSON.parse(saved(old ?? ""))).toMatchObject({ version: VERSIONS.length });
    expect(saved(old ?? "")).toBe(saved(present ?? ""));
  },
);
