import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { benchOptions, jsonLine, table } from "./report.mjs";

const result = {
  holds: false,
  name: "sound: 64 voices",
  unit: "seconds of sound per second",
  ours: 231.4159,
  rival: 40.123,
  rivalName: "Web Audio nodes",
  ratio: 5.7677,
  target: 5,
};

test("options say what to run and how to print it", () => {
  expect(benchOptions([])).toEqual({ json: false, only: undefined, help: false });
  expect(benchOptions(["--json", "--only", "canvas pan"])).toEqual({ json: true, only: "canvas pan", help: false });
});

test("a table lines its columns up and says no loudly", () => {
  const [headings = "", rule = "", first = "", second = ""] = table([result, { ...result, holds: true }]).split("\n");
  expect(first.indexOf("Web Audio nodes")).toBe(headings.indexOf("against"));
  expect(rule).toMatch(/^[- ]+$/);
  expect(first).toMatch(/ 231 +40\.1 .* 5\.77 +5 +NO$/);
  expect(second).toMatch(/yes$/);
});

test("a line of JSON has its keys in the promised order", () => {
  expect(Object.keys(JSON.parse(jsonLine(result)))).toEqual([
    "name",
    "unit",
    "ours",
    "rival",
    "rivalName",
    "ratio",
    "target",
    "holds",
  ]);
});

test("an unknown option is answered with the usage and exit code 2", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["bench/run.mjs", "--fast"], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain("--fast");
  expect(stderr).toContain("--only PREFIX");
});
