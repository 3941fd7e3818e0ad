import { performance } from "node:perf_hooks";
import { LuaFactory } from "wasmoon";
import { DEFAULT_LIMITS, type ScriptFn } from "#script-nodes/bridge.ts";
import { HOST_API } from "#script-nodes/host-api.ts";
import { luaPlugin } from "#script-nodes/lua/lua-plugin.ts";
import { LANGUAGE_BINARIES } from "#script-nodes/node/language-binaries.ts";
import type { BenchResult } from "./bench-result.ts";

const ROUNDS = 12;

/** What a callback does, and how fast ours has to be against the same machine without any guard. */
const PROGRAMS = [
  {
    name: "fib",
    body: "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end return fib(24)",
    target: 0.7,
  },
  { name: "adds", body: "local x = 0 for i = 1, 1000000 do x = x + i end return x", target: 0.7 },
  { name: "tables", body: "local t for i = 1, 100000 do t = {} end return 1", target: 0.7 },
  { name: "empty", body: "return 1", target: 2, calls: 20_000 },
] as const;

/** Calls a second of one callback: ours, with its limits on steps and memory, against the wasmoon package as it comes, by turns. */
export async function run(only?: string): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const { name, body, target, ...more } of PROGRAMS) {
    const full = `scripts/${name}`;
    if (only !== undefined && !full.startsWith(only)) continue;
    const calls = "calls" in more ? more.calls : 1;
    const contenders = { ours: await ours(body), rival: await stock(body) };
    const best = { ours: 0, rival: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      best.ours = Math.max(best.ours, speed(contenders.ours, calls));
      best.rival = Math.max(best.rival, speed(contenders.rival, calls));
    }
    const ratio = best.ours / best.rival;
    const rivalName = "wasmoon without limits";
    results.push({ name: full, unit: "calls per second", ...best, rivalName, ratio, target, holds: ratio >= target });
  }
  return results;
}

async function ours(body: string): Promise<() => void> {
  const engine = await luaPlugin(LANGUAGE_BINARIES.lua).create({ now: () => 0, limits: DEFAULT_LIMITS });
  let fn: ScriptFn | undefined;
  engine.inject(HOST_API, {
    invoke(_, args) {
      fn = args[1] as ScriptFn;
      return 1;
    },
    time: () => ({ clock: 0, epoch: 0 }),
  });
  engine.load({ source: `engine:onFrame(function() ${body} end)`, chunk: "bench", seed: 1 });
  const callback = fn;
  if (!callback) throw new Error("The callback was not handed over.");
  return () => {
    const result = engine.call(callback, []);
    if (!result.ok) throw new Error(result.error.message);
  };
}

async function stock(body: string): Promise<() => void> {
  const lua = await new LuaFactory().createEngine();
  const callback: unknown = lua.doStringSync(`return function() ${body} end`);
  if (typeof callback !== "function") throw new Error("wasmoon gave no function.");
  return () => void callback();
}

function speed(call: () => void, calls: number): number {
  const begin = performance.now();
  for (let index = 0; index < calls; index++) call();
  return calls / ((performance.now() - begin) / 1_000);
}
