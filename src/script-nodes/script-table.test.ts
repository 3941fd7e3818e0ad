import { expect, it } from "vitest";
import type { HostRequest } from "./protocol.ts";
import type { ScriptText } from "./running-script.ts";
import { ScriptTable } from "./script-table.ts";

const text = (source: string): ScriptText => ({ language: "lua", source, chunk: "rain" });
const STUCK = "It did not answer.";

/** A table whose thread answers when it is told to. */
function tableOfRain() {
  const posted: HostRequest[] = [];
  const table = new ScriptTable(
    (request) => posted.push(request),
    () => {},
  );
  const sources = () =>
    posted.splice(0).map((request) => (request.type === "load" ? request.text.source : request.type));
  /** Answers the loads posted so far, all well. */
  const load = () => {
    posted.forEach((request, index) => {
      if (request.type === "load") table.report(index + 1, { module: 1, about: "load", state: "running" });
      table.answered(index + 1);
    });
    posted.length = 0;
  };
  return { table, posted, sources, load };
}

it("lets a script that hung stay away for a while, then gives it another try, each time later", () => {
  const { table, sources, load } = tableOfRain();
  table.want(1, text("a"), false);
  load();
  for (const [lost, until] of [
    [0, 2],
    [3, 7],
    [8, 16],
  ] as const) {
    table.tick(lost);
    table.threadLost({ guilty: 1, workingOn: 99, reason: STUCK });
    table.threadStarted();
    expect(sources()).toEqual([]);
    expect(table.statusOf(1)).toMatchObject({ state: "resting", error: { kind: "killed" } });
    expect(table.isActive(1)).toBe(false);
    table.tick(until - 0.1);
    expect(sources()).toEqual([]);
    table.tick(until);
    table.report(1, { module: 1, about: "load", state: "running" });
    expect(table.statusOf(1)).toMatchObject({ state: "running" });
    expect(sources()).toEqual(["a"]);
  }
});

it("tries an edit that waited while the version before it hung", () => {
  const { table, sources, load } = tableOfRain();
  table.want(1, text("hangs in a frame"), false);
  load();
  table.want(1, text("mended"), false);
  sources();
  table.threadLost({ guilty: 1, workingOn: 99, reason: STUCK });
  table.threadStarted();
  expect(sources()).toEqual(["mended"]);
});

it("goes back to the last good text when an edit hangs while it loads, and says what was wrong", () => {
  const { table, posted, sources, load } = tableOfRain();
  table.want(1, text("good"), false);
  load();
  table.want(1, text("hangs"), false);
  table.threadLost({ guilty: 1, workingOn: posted.length, reason: STUCK });
  posted.length = 0;
  table.threadStarted();
  expect(sources()).toEqual(["good"]);
  expect(table.statusOf(1)).toMatchObject({ state: "failed", error: { message: STUCK } });
});

it("brings the others back as they were when one broke the thread", () => {
  const { table, sources, load } = tableOfRain();
  table.want(1, text("a"), false);
  load();
  table.want(2, text("b"), true);
  table.threadLost({ guilty: 2, workingOn: 99, reason: STUCK });
  table.threadStarted();
  expect(sources()).toContain("a");
  expect(table.statusOf(1)).toMatchObject({ state: "loading" });
  expect(table.statusOf(2)).toMatchObject({ state: "disabled" });
});
