import {
  type EngineSurroundings,
  fail,
  type HostBinding,
  type ScriptEngineBridge,
  type ScriptError,
  type ScriptFn,
  type ScriptResult,
  type ScriptUnit,
  type ScriptValue,
  succeed,
} from "#script-nodes/bridge.ts";
import { checkArguments } from "#script-nodes/check-arguments.ts";
import type { HostApiTable } from "#script-nodes/host-api-types.ts";
import { createAllocator } from "./lua-allocator.ts";
import { parseLuaError } from "./lua-error.ts";
import { ERROR_MEMORY, ERROR_SYNTAX, type LuaExports, type LuaState, OK, REGISTRY } from "./lua-exports.ts";
import { type LuaWorld, openWorld } from "./lua-world.ts";
import { MarshalError } from "./marshal.ts";

/** Thrown by the hook through Lua itself, with the place it was at: unlike a Lua error, no pcall can hold it. */
class BudgetAbort extends Error {}

/** Instructions between two looks at the budget. */
const HOOK_INSTRUCTIONS = 1_000;
/** What a call of the host costs, however long it takes: so that a flood of them ends too. */
const HOST_CALL_INSTRUCTIONS = 1_000;

/**
 * Lua 5.4 behind the bridge, over the raw C API. One instance of the binary holds the state that runs and, during a load, the one
 * that may replace it; cutting a script off in the middle poisons the instance.
 */
export function createLuaEngine(lua: LuaExports, { limits, onProgress }: EngineSurroundings): ScriptEngineBridge {
  let table: HostApiTable = { version: 1, functions: {}, globals: {} };
  let binding: HostBinding | undefined;
  let print: (line: string) => void = () => {};
  let world: LuaWorld | undefined;
  let active: LuaWorld | undefined;
  let generation = 0;
  let poisoned = false;
  let disposed = false;
  let depth = 0;
  /** Instructions left. */
  let budget = 0;
  let refusal: string | undefined;

  const whereOf = (L: LuaState, level: number): string => {
    lua._luaL_where(L, level);
    const where = active?.marshal.readString(L, -1) ?? "";
    lua._lua_settop(L, -2);
    return where;
  };

  const hook = lua.addFunction((L = 0) => {
    onProgress?.();
    budget -= HOOK_INSTRUCTIONS;
    if (budget < 0) throw new BudgetAbort(whereOf(L, 0));
    return undefined;
  }, "vii");

  const raise = (L: LuaState, message: string): number => {
    lua._luaL_where(L, 1);
    active?.marshal.pushString(L, message);
    lua._lua_concat(L, 2);
    return lua._lua_error(L);
  };

  /** Runs host code for a script: its exceptions become Lua errors, Lua's own (numbers, the abort) pass through. */
  const fromLua = (
    L: LuaState,
    run: (world: LuaWorld, args: () => ScriptValue[]) => ScriptValue | undefined,
  ): number => {
    const current = active;
    if (!current) return 0;
    budget -= HOST_CALL_INSTRUCTIONS;
    if (budget < 0) throw new BudgetAbort(whereOf(L, 1));
    let message: string;
    try {
      const read = () => Array.from({ length: lua._lua_gettop(L) }, (_, index) => current.marshal.read(L, index + 1));
      const answer = run(current, read);
      if (answer === undefined) return 0;
      lua._lua_checkstack(L, 4);
      current.marshal.push(L, answer);
      return 1;
    } catch (problem) {
      if (!(problem instanceof Error) || problem instanceof BudgetAbort || isFatal(problem)) throw problem;
      message = problem.message;
    }
    refusal = message;
    return raise(L, message);
  };

  const allocator = createAllocator(lua, limits.memoryBytes);
  const paths: string[] = [];
  const invoke = lua.addFunction((L = 0) => {
    const path = paths[lua._lua_tonumberx(L, REGISTRY - 1, 0)] ?? "";
    return fromLua(L, (_, args) => {
      const declared = table.functions[path];
      if (!declared || !binding) throw new MarshalError(`${path} is not available.`);
      const answer = binding.invoke(path, checkArguments(path, declared, args()));
      return declared.returns === "nothing" ? undefined : answer;
    });
  }, "ii");
  const hostClock = lua.addFunction((L = 0) => fromLua(L, () => binding?.time().clock ?? 0), "ii");
  const hostTime = lua.addFunction((L = 0) => fromLua(L, () => Math.floor(binding?.time().epoch ?? 0)), "ii");
  const printed = lua.addFunction((L = 0) => fromLua(L, (_, args) => void print(String(args()[0] ?? ""))), "ii");
  const entryPoints = { hook, invoke, hostClock, hostTime, print: printed };

  const guarded = <T>(within: LuaWorld, instructions: number, run: () => ScriptResult<T>): ScriptResult<T> => {
    if (depth >= limits.depth) {
      return fail("limit", `Script and host called into each other ${limits.depth} deep without returning.`);
    }
    const before = active;
    if (depth === 0) budget = instructions;
    depth++;
    active = within;
    try {
      return run();
    } catch (problem) {
      poisoned = true;
      return { ok: false, error: abortOf(problem, within, instructions) };
    } finally {
      depth--;
      active = before;
    }
  };

  const abortOf = (problem: unknown, within: LuaWorld, instructions: number): ScriptError => {
    if (problem instanceof BudgetAbort) {
      const message = `It ran more than ${inWords(instructions)} instructions in one go and was stopped. Is there a loop that doesn't end?`;
      return { ...parseLuaError(`${problem.message}${message}`, within.chunk, within.title, "budget"), message };
    }
    if (within.memory.refused) return { kind: "memory", message: memoryMessage(), chunk: within.title };
    const said = problem instanceof Error ? problem.message : String(problem);
    return { kind: "limit", message: `Lua broke off: ${said}. The script is stopped.`, chunk: within.title };
  };

  const memoryMessage = (): string =>
    `It holds more than the ${Math.round(limits.memoryBytes / 1024 / 1024)} MB of memory a script may use.`;

  const errorFrom = (L: LuaState, status: number, within: LuaWorld): ScriptError => {
    const raw = within.marshal.readString(L, -1);
    if (status === ERROR_MEMORY) return { kind: "memory", message: memoryMessage(), chunk: within.title };
    const error = parseLuaError(raw, within.chunk, within.title, status === ERROR_SYNTAX ? "syntax" : "runtime");
    return refusal !== undefined && error.message === refusal.split("\n")[0] ? { ...error, kind: "host" } : error;
  };

  /** Calls what `prepare` puts on a fresh thread: a function and so many arguments. */
  const run = (within: LuaWorld, prepare: (L: LuaState) => ScriptResult<number>): ScriptResult<ScriptValue> => {
    refusal = undefined;
    const thread = within.openThread();
    try {
      lua._lua_rawgeti(thread.L, REGISTRY, BigInt(within.handler));
      const prepared = prepare(thread.L);
      if (!prepared.ok) return prepared;
      const status = lua._lua_pcallk(thread.L, prepared.value, 1, 1, 0, 0);
      if (status !== OK) return { ok: false, error: errorFrom(thread.L, status, within) };
      return succeed(within.marshal.read(thread.L, -1));
    } catch (problem) {
      if (problem instanceof MarshalError) return fail("marshal", problem.message, { chunk: within.title });
      throw problem;
    } finally {
      if (!poisoned) thread.close();
    }
  };

  const refuseUse = (): ScriptResult<ScriptValue> | undefined => {
    if (disposed) return fail("stale", "The script has ended.");
    if (poisoned) return fail("poisoned", "The script was cut off and has to be restarted.");
    return undefined;
  };

  return {
    inject(given, host) {
      table = given;
      binding = host;
      paths.splice(0, paths.length, ...Object.keys(given.functions));
    },
    load(unit: ScriptUnit) {
      const refused = refuseUse();
      if (refused) return refused;
      generation++;
      const next = openWorld(lua, { table, paths, title: unit.chunk, generation, limits, allocator, entryPoints });
      const loaded = guarded(next, limits.loadInstructions, () => {
        next.prepare(unit.seed);
        return run(next, (L) => {
          const status = next.compile(L, unit.source);
          return status === OK ? succeed(0) : { ok: false, error: errorFrom(L, status, next) };
        });
      });
      // The functions a host keeps belong to the load that gave them, so only one world may live on.
      const [ended, kept] = loaded.ok ? [world, next] : [next, world];
      if (!poisoned) ended?.close();
      world = kept;
      return loaded;
    },
    call(fn: ScriptFn, args) {
      const refused = refuseUse();
      if (refused) return refused;
      const within = active ?? world;
      if (!within?.owns(fn)) return fail("stale", "The function belongs to an earlier version of the script.");
      return guarded(within, limits.callbackInstructions, () =>
        run(within, (L) => {
          lua._lua_rawgeti(L, REGISTRY, BigInt(fn.ref));
          for (const arg of args) within.marshal.push(L, arg);
          return succeed(args.length);
        }),
      );
    },
    release(fn) {
      for (const within of [world, active]) if (!poisoned && !disposed) within?.release(fn);
    },
    setOutput(sink) {
      print = sink;
    },
    stats: () => ({
      memoryBytes: world?.memory.used ?? 0,
      liveCallbacks: world?.liveCallbacks() ?? 0,
      poisoned,
    }),
    dispose() {
      if (!disposed && !poisoned) world?.close();
      world = undefined;
      disposed = true;
    },
  };
}

const inWords = (count: number): string => (count >= 1e6 ? `${Math.round(count / 1e6)} million` : String(count));

/** The engine itself broke (its stack ran over, or ours): going on in it would be unsafe. */
const isFatal = (problem: Error): boolean => problem instanceof RangeError || problem.name === "RuntimeError";
