import { expect, it } from "vitest";
import type { ScriptError } from "#script-nodes/bridge.ts";
import { reportScripts } from "./script-reports.ts";

/** Reports on one script that fails as told. */
function reports() {
  const said: string[] = [];
  let error: ScriptError | undefined;
  let changed: (module: number) => void = () => {};
  const told = reportScripts(
    {
      onLine: () => () => {},
      onStatus(listener) {
        changed = listener;
        return () => {};
      },
      statusOf: () => ({ state: "failed", firstLine: "", ms: 0, output: [], ...(error && { error }) }),
    },
    { print: () => {}, complain: (line) => said.push(line) },
    () => "rain",
  );
  const fail = (message: string, line: number) => {
    error = { kind: "runtime", message, line };
    changed(1);
  };
  return { said, told, fail };
}

it("counts the errors of one line that change their words each time", () => {
  const { said, told, fail } = reports();
  for (let frame = 0; frame < 120; frame++) fail(`at ${frame}`, 3);
  fail("elsewhere", 4);
  told.end();
  expect(said).toEqual([
    "rain:3: at 0",
    "rain:3: at 1",
    "rain:3: at 2",
    "rain:4: elsewhere",
    "rain:3: 117 more errors that differ only in words.",
  ]);
  expect(told.exitCode()).toBe(1);
});

it("tells the same error once, however often it comes", () => {
  const { said, told, fail } = reports();
  for (let frame = 0; frame < 20; frame++) fail("ouch", 3);
  told.end();
  expect(said).toEqual(["rain:3: ouch"]);
});
