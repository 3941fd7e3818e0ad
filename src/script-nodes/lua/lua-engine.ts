import {
  type CarriedEngine,
  type EngineSurroundings,
  fail,
  type HostBinding,
  HostRefusal,
  type ScriptEngineBridge,
  type ScriptError,
  type ScriptErrorKind,
  type ScriptFn,
  type ScriptResult,
  type ScriptUnit,
  type ScriptValue,
  succeed,
} from "#script-nodes/bridge.ts";
import type { HostApiTable } from "#script-nodes/host-api-types.ts";
import { ENDLESS_RECURSION, type LuaProblem, parseLuaError } from "./lua-error.ts";
import { ERROR_MEMORY, ERROR_SYNTAX, type LuaState, MASK_COUNT, OK, REGISTRY, TYPE } from "./lua-exports.ts";
import { createHostFunctions } from "./lua-host-functions.ts";
import { type CompiledLua, instantiateLua, type SharedMemory } from "./lua-instance.ts";
import { createMeter } from "./lua-meter.ts";
import { createPlaceReader, type Place } from "./lua-place.ts";
import { luaSource } from "./lua-source.ts";
import { type CarriedWorld, createWorld, type LuaWorld, type WorldImage } from "./lua-world.ts";
import { MarshalError } from "./marshal.ts";
import { openLua } from "./open-lua.ts";
import { StepsSpent } from "./steps-spent.ts";

/** Instructions between two calls of the hook, which knows the exact line. */
const HOOK_INSTRUCTIONS = 1_000;
/** With fewer steps left than that, the hook does not wait for the end: it would come where the line is not known. */
const HOOK_STEPS = 8_000;
/** Calls that run with the hook after one that was stopped. */
const WATCHED_CALLS = 3;
/** Calls after which the script's state is kept, so that a later one that is stopped takes back no more than these. */
const CALLS_PER_IMAGE = 64;
/** Bytes of state beyond which it is only kept after a load. */
const LARGEST_IMAGE = 4 * 1024 * 1024;
/** What a refused piece of memory costs: Lua has looked for some in everything it holds. */
const REFUSAL_STEPS = 10_000;
/** Errors after which a script's state can't be trusted: it was in the middle of something, or holds all it may. */
const ABORTS: ReadonlySet<ScriptErrorKind> = new Set(["budget", "memory", "limit"]);

/** What this language carries over to another thread. */
interface CarriedLua {
  readonly memory: SharedMemory;
  /** Of the reader of places. */
  readonly notes: number;
  readonly world: CarriedWorld;
}

/**
 * Lua 5.4 behind the bridge, over the raw C API. One instance of the binary is all of a script: what it holds is put back as it was
 * after a load that failed and after a callback that was cut off, wherever that was.
 */
export function createLuaEngine(module: CompiledLua, surroundings: EngineSurroundings): ScriptEngineBridge {
  const { limits, onProgress } = surroundings;
  // It comes from an engine of this language: nothing else hands one over.
  const carried = surroundings.carried as CarriedLua | undefined;
  let table: HostApiTable = { version: 1, functions: {}, globals: {} };
  let paths: readonly string[] = [];
  let binding: HostBinding | undefined;
  let print: (line: string) => void = () => {};
  let world: LuaWorld | undefined;
  /** The world before any script has run in it. */
  let prepared: WorldImage | undefined;
  /** What to go back to; nothing before the first good load. */
  let good: WorldImage | undefined;
  let generation = 0;
  let isLoading = false;
  let disposed = false;
  let depth = 0;
  let callsSinceImage = 0;
  let watchedCalls = 0;
  let isWatching = false;
  let refusal: string | undefined;
  /** What broke off a call inside a call: the outer one must not go on either. */
  let brokenOff: { readonly problem: unknown } | undefined;
  let shortage: { readonly place: Place | undefined; readonly isDeep: boolean } | undefined;

  /** Whether what was carried last no longer tells all. */
  let isCarryOld = false;

  const lua = instantiateLua(module, {
    memoryBytes: limits.memoryBytes,
    ...(carried && { memory: carried.memory }),
    onRefused() {
      if (!world) return;
      const counted = meter.isCounting();
      meter.pause();
      meter.charge(REFUSAL_STEPS);
      shortage = { place: places.placeIn(world.G, world.name.chunk, true), isDeep: places.isDeep(world.G) };
      if (counted) meter.resume();
    },
  });
  const spent = (isExact: boolean): never => {
    meter.pause();
    throw new StepsSpent(world && places.placeIn(world.G, world.name.chunk, isExact));
  };
  const meter = createMeter(
    lua,
    () => onProgress?.(),
    () => spent(isWatching),
  );
  const places = createPlaceReader(lua, carried?.notes);
  const hook = lua.addFunction(() => {
    if (meter.left() < HOOK_STEPS) spent(true);
    return undefined;
  }, "vii");
  const entryPoints = createHostFunctions({
    lua,
    meter,
    marshal: () => world?.marshal,
    table: () => table,
    paths: () => paths,
    binding: () => binding,
    isLoading: () => isLoading,
    print: (line) => print(line),
    onSpent: () => spent(true),
    onRefusal(message) {
      refusal = message;
    },
    afterHost() {
      if (brokenOff) throw brokenOff.problem;
    },
  });
  const blank = lua.image();

  const watch = (isWatched: boolean): void => {
    isWatching = isWatched;
    if (world) lua.lua_sethook(world.G, isWatched ? hook : 0, isWatched ? MASK_COUNT : 0, HOOK_INSTRUCTIONS);
  };

  /** Runs something with a budget. Whatever breaks it off is an answer; the caller then puts the state back. */
  const guarded = <T>(steps: number, run: () => ScriptResult<T>): ScriptResult<T> => {
    if (depth >= limits.depth) {
      return fail("limit", `Script and host called into each other ${limits.depth} deep without returning.`);
    }
    if (brokenOff) return fail("poisoned", "The script was cut off.");
    if (depth === 0) {
      meter.begin(steps);
      shortage = undefined;
    }
    depth++;
    try {
      return run();
    } catch (problem) {
      if (depth > 1) brokenOff = { problem };
      return { ok: false, error: abortOf(problem, steps) };
    } finally {
      meter.pause();
      depth--;
      if (depth === 0) brokenOff = undefined;
    }
  };

  const abortOf = (problem: unknown, steps: number): ScriptError => {
    const chunk = world?.name.title;
    const placed = (place: Place | undefined) => ({
      ...(chunk === undefined ? {} : { chunk }),
      ...(place ? { line: place.line } : {}),
    });
    if (problem instanceof StepsSpent) {
      const { place } = problem;
      const where = place?.isFunction ? ` in the function of line ${place.line}` : "";
      const message = `It was stopped after ${inWords(steps)} steps${where}. Is there a loop that doesn't end?`;
      return { kind: "budget", message, ...placed(place) };
    }
    if (shortage) return { kind: "memory", message: memoryMessage(), ...placed(shortage.place) };
    if (good === undefined && world === undefined)
      return { kind: "memory", message: memoryMessage(), ...placed(undefined) };
    const said = problem instanceof Error ? problem.message : String(problem);
    return { kind: "limit", message: `Lua broke off: ${said}.`, ...placed(undefined) };
  };

  const memoryMessage = (): string =>
    shortage?.isDeep
      ? ENDLESS_RECURSION
      : `It holds more than the ${Math.round(limits.memoryBytes / 1024 / 1024)} MB of memory a script may use.`;

  const errorFrom = (within: LuaWorld, status: number): ScriptError => {
    const { title } = within.name;
    if (status === ERROR_MEMORY) {
      const line = shortage?.place?.line;
      return { kind: "memory", message: memoryMessage(), chunk: title, ...(line === undefined ? {} : { line }) };
    }
    const problem = problemAt(within);
    const error = parseLuaError(problem, within.name, status === ERROR_SYNTAX ? "syntax" : "runtime");
    return refusal !== undefined && error.message === refusal ? { ...error, kind: "host" } : error;
  };

  /** What the message handler answered, or a text Lua gave itself. */
  const problemAt = ({ G, marshal }: LuaWorld): LuaProblem => {
    const field = (index: bigint): string => {
      lua.lua_rawgeti(G, -1, index);
      const text = marshal.readString(G, -1);
      lua.lua_settop(G, -2);
      return text;
    };
    const isTold = lua.lua_type(G, -1) === TYPE.table;
    return isTold ? { text: field(1n), traceback: field(2n) } : { text: marshal.readString(G, -1) };
  };

  /** Calls what `prepare` puts on the stack: a function and so many arguments. */
  const run = (within: LuaWorld, prepare: (G: LuaState) => ScriptResult<number>): ScriptResult<ScriptValue> => {
    refusal = undefined;
    const { G, marshal, handler } = within;
    const top = lua.lua_gettop(G);
    const attempt = (): ScriptResult<ScriptValue> => {
      lua.lua_checkstack(G, 4);
      lua.lua_rawgeti(G, REGISTRY, BigInt(handler));
      const prepared = prepare(G);
      if (!prepared.ok) return prepared;
      meter.resume();
      const status = lua.lua_pcallk(G, prepared.value, 1, top + 1, 0, 0);
      meter.pause();
      if (status !== OK) return { ok: false, error: errorFrom(within, status) };
      return succeed(marshal.read(G, -1));
    };
    let result: ScriptResult<ScriptValue>;
    try {
      result = attempt();
    } catch (problem) {
      if (!(problem instanceof MarshalError || problem instanceof HostRefusal)) throw problem;
      result = fail("marshal", problem.message, { chunk: within.name.title });
    }
    lua.lua_settop(G, top);
    return result;
  };

  const keepImage = (within: LuaWorld): void => {
    callsSinceImage = 0;
    good = within.save();
  };

  const afterCall = (within: LuaWorld, result: ScriptResult<ScriptValue>): void => {
    if (!result.ok && ABORTS.has(result.error.kind)) {
      if (good) within.restore(good);
      isCarryOld = true;
      watchedCalls = result.error.kind === "budget" ? WATCHED_CALLS : 0;
      callsSinceImage = 0;
      return;
    }
    callsSinceImage++;
    if (within.hasChangedCallbacks()) isCarryOld = true;
    else if (callsSinceImage < CALLS_PER_IMAGE || lua.heapBytes() > LARGEST_IMAGE) return;
    keepImage(within);
  };

  const runUnit = (unit: ScriptUnit): ScriptResult<ScriptValue> => {
    if (prepared) world?.restore(prepared);
    else {
      lua.restore(blank);
      world = undefined;
      world = createWorld(lua, openLua(lua, table, entryPoints), limits.callbacks);
      prepared = world.save();
    }
    const within = world;
    if (!within) return fail("limit", "Lua could not be started.");
    within.begin(unit.chunk, ++generation, unit.seed);
    watch(true);
    const result = run(within, () => {
      const status = within.compile(luaSource(unit.source));
      return status === OK ? succeed(0) : { ok: false, error: errorFrom(within, status) };
    });
    watch(false);
    return result;
  };

  if (carried) {
    world = createWorld(lua, carried.world.roots, limits.callbacks, carried.world);
    generation = carried.world.generation;
    keepImage(world);
  }

  return {
    inject(given, host) {
      table = given;
      paths = Object.keys(given.functions);
      binding = host;
      prepared = undefined;
    },
    load(unit) {
      if (disposed) return fail("stale", "The script has ended.");
      if (depth > 0) return fail("limit", "A script can't be replaced while it runs.");
      if (carried) return fail("limit", "A script that was carried over needs a new engine to be replaced.");
      const before = good && world?.save();
      isLoading = true;
      const loaded = guarded(limits.loadInstructions, () => runUnit(unit));
      isLoading = false;
      isWatching = false;
      isCarryOld = true;
      if (loaded.ok && world) keepImage(world);
      else if (before) world?.restore(before);
      else if (prepared) world?.restore(prepared);
      return loaded;
    },
    call(fn: ScriptFn, args) {
      if (disposed) return fail("stale", "The script has ended.");
      const within = world;
      if (!within?.owns(fn)) return fail("stale", "The function belongs to an earlier version of the script.");
      const isOuter = depth === 0;
      const isWatched = isOuter && watchedCalls > 0;
      if (isWatched) watch(true);
      const result = guarded(limits.callbackInstructions, () =>
        run(within, (G) => {
          lua.lua_rawgeti(G, REGISTRY, BigInt(fn.ref));
          for (const arg of args) within.marshal.push(G, arg);
          return succeed(args.length);
        }),
      );
      if (isWatched) {
        watchedCalls--;
        watch(false);
      }
      if (isOuter) afterCall(within, result);
      return result;
    },
    release(fn) {
      if (!disposed) world?.release(fn);
    },
    setOutput(sink) {
      print = sink;
    },
    carry(): CarriedEngine | undefined {
      if (disposed || !isCarryOld || !good || !world) return undefined;
      isCarryOld = false;
      return { memory: lua.memory, notes: places.notes, world: world.carry() } satisfies CarriedLua;
    },
    stats: () => ({
      memoryBytes: disposed ? 0 : lua.heapBytes(),
      liveCallbacks: disposed ? 0 : (world?.liveCallbacks() ?? 0),
      poisoned: false,
    }),
    dispose() {
      world = undefined;
      disposed = true;
    },
  };
}

const inWords = (count: number): string => (count >= 1e6 ? `${Math.round(count / 1e6)} million` : String(count));
