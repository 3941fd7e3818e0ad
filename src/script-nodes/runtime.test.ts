import { expect, it } from "vitest";
import type { Command } from "#engine/command.ts";
import { initialSnapshot } from "#engine/empty-patch.ts";
import { createRegistry } from "#engine/module-definition.ts";
import { DEFAULT_LIMITS } from "./bridge.ts";
import { createScriptEngineRegistry } from "./registry.ts";
import { createReplica } from "./replica.ts";
import type { ScriptReport } from "./running-script.ts";
import { createScriptRuntime } from "./runtime.ts";
import { toyPlugin } from "./testing/toy-plugin.ts";

const NOTHING = { modules: [], connections: [], patterns: [], assets: [], presets: [] };

/** A runtime with the toy language only: no Lua, no WebAssembly. */
function runtimeOfToys() {
  const applied: Command[] = [];
  const replica = createReplica(
    {
      apply(snapshot, command) {
        applied.push(command);
        const tempo =
          command.type === "transport/tempo" ? (command.payload as { bpm: number }).bpm : snapshot.transport.bpm;
        return {
          ok: true,
          value: { snapshot: { ...snapshot, transport: { ...snapshot.transport, bpm: tempo } }, created: NOTHING },
        };
      },
      state: (snapshot) => ({ clock: { bpm: snapshot.transport.bpm } }),
    },
    createRegistry([]),
    initialSnapshot(),
  );
  const languages = createScriptEngineRegistry();
  const fail = { now: false };
  languages.register(toyPlugin(() => fail.now));
  const reports: ScriptReport[] = [];
  const lines: string[] = [];
  const runtime = createScriptRuntime({
    languages,
    replica,
    limits: DEFAULT_LIMITS,
    now: () => 0,
    epoch: () => 0,
    input: () => undefined,
    onReport: (report) => reports.push(report),
    onLine: (module, line) => lines.push(`${module}: ${line}`),
    onPorts: () => {},
  });
  const load = (module: number, ...calls: unknown[][]) =>
    runtime.load(module, {
      language: "toy",
      source: calls.map((call) => JSON.stringify(call)).join("\n"),
      chunk: `m${module}`,
    });
  return { runtime, replica, reports, lines, load, fail, changed: () => runtime.stateChanged(new Set(), false) };
}

const onState = (...call: unknown[]) => ["Engine:onStateChange", { fn: call }];
const onFrame = (...call: unknown[]) => ["Engine:onFrame", { fn: call }];

it("runs a script and queues what it asks for", async () => {
  const { replica, reports, load } = runtimeOfToys();
  await load(1, ["print", "hello"], ["Clock:setBPM", 140]);
  expect(reports).toMatchObject([{ module: 1, state: "running" }]);
  expect(replica.take().map((queued) => queued.command)).toMatchObject([
    { type: "transport/tempo", payload: { bpm: 140 } },
  ]);
});

it("names the languages there are when asked for another", async () => {
  const { runtime, reports } = runtimeOfToys();
  await runtime.load(1, { language: "ruby", source: "", chunk: "m1" });
  expect(reports[0]).toMatchObject({
    state: "disabled",
    error: { kind: "language", message: expect.stringContaining("toy") },
  });
});

it("calls several state callbacks, and goes on past one that fails, telling it once", async () => {
  const { load, lines, reports, changed } = runtimeOfToys();
  await load(1, onState("print", "a"), onState("fail", "oops"), onState("print", "b"));
  changed();
  changed();
  expect(lines).toEqual(["1: a", "1: b", "1: a", "1: b"]);
  expect(reports.filter((report) => report.state === "failed")).toMatchObject([{ error: { message: "oops" } }]);
});

it("leaves out the callbacks of a script that made the change itself", async () => {
  const { load, lines, runtime } = runtimeOfToys();
  await load(1, onState("print", "mine"));
  await load(2, onState("print", "theirs"));
  runtime.stateChanged(new Set([1]), false);
  expect(lines).toEqual(["2: theirs"]);
});

it("keeps the old script running when an edit fails, and takes back what the edit had done", async () => {
  const { load, lines, replica, reports, changed } = runtimeOfToys();
  await load(1, onState("print", "old"));
  await load(1, ["Clock:setBPM", 90], onState("print", "new"), ["fail", "typo"]);
  expect(reports.at(-1)).toMatchObject({ state: "failed", error: { message: "typo", line: 3 } });
  expect(replica.take()).toEqual([]);
  expect(replica.snapshot().transport.bpm).toBe(120);
  changed();
  expect(lines).toEqual(["1: old"]);
});

it("makes a broken engine anew with the script that ran before", async () => {
  const { load, lines, reports, runtime, changed } = runtimeOfToys();
  await load(1, onState("print", "old"));
  await load(1, ["break"]);
  await runtime.mend();
  expect(reports.at(-1)).toMatchObject({ state: "failed" });
  changed();
  expect(lines).toEqual(["1: old"]);
});

it("goes on with a script whose callback broke its engine, lets it rest at the third time, and tries again", async () => {
  const { load, lines, reports, runtime } = runtimeOfToys();
  await load(1, onFrame("break"));
  await load(2, onFrame("print", "on"));
  const states: unknown[] = [];
  for (let frame = 0; frame < 6; frame++) {
    reports.length = 0;
    runtime.frame({ seconds: frame, beat: 0 });
    await runtime.mend();
    states.push(reports.map(({ state }) => state));
  }
  expect(states).toEqual([["failed"], [], ["resting"], [], ["running", "failed"], []]);
  expect(lines).toEqual(Array.from({ length: 6 }, () => "2: on"));
});

it("takes an error back when the callback runs well again, and not before", async () => {
  const { load, reports, runtime, fail } = runtimeOfToys();
  await load(1, onFrame("maybe"), onFrame("print", "fine"));
  const frame = (seconds: number) => runtime.frame({ seconds, beat: 0 });
  reports.length = 0;
  fail.now = true;
  frame(1);
  frame(2);
  fail.now = false;
  frame(3);
  frame(4);
  expect(reports.map(({ about, state }) => [about, state])).toEqual([
    ["run", "failed"],
    ["run", "running"],
  ]);
});

it("keeps no callback of the versions before", async () => {
  const { load, runtime } = runtimeOfToys();
  for (let version = 0; version < 2_000; version++) await load(1, onState("print", "x"), onFrame("print", "y"));
  expect(runtime.liveCallbacks()).toBe(2);
  runtime.detach(1);
  expect(runtime.liveCallbacks()).toBe(0);
});

it("gives every script the state after a change, however it came about", async () => {
  const { load, replica, runtime } = runtimeOfToys();
  await load(1, ["Clock:setBPM", 77]);
  expect(replica.state()).toEqual({ clock: { bpm: 77 } });
  runtime.dispose();
});
