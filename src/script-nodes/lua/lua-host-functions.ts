import type { HostBinding, ScriptValue } from "#script-nodes/bridge.ts";
import { checkArguments } from "#script-nodes/check-arguments.ts";
import type { HostApiTable } from "#script-nodes/host-api-types.ts";
import { luaDate, luaTime } from "./lua-date.ts";
import { type LuaState, REGISTRY } from "./lua-exports.ts";
import type { LuaInstance } from "./lua-instance.ts";
import type { LuaMeter } from "./lua-meter.ts";
import { type Marshal, MarshalError } from "./marshal.ts";
import type { EntryPoints } from "./open-lua.ts";
import { PRELUDE_CHUNK } from "./prelude.ts";
import { StepsSpent } from "./steps-spent.ts";

/** What a call of the host costs, however long it takes: so that a flood of them ends too. */
const HOST_CALL_STEPS = 1_000;
/** While a script loads no frame moves the clock, so steps do, as many a millisecond: waiting for a time ends. */
const STEPS_A_MILLISECOND = 200_000;

export interface HostFunctionOptions {
  readonly lua: LuaInstance;
  readonly meter: LuaMeter;
  readonly marshal: () => Marshal | undefined;
  readonly table: () => HostApiTable;
  /** Its paths by the number each function carries. */
  readonly paths: () => readonly string[];
  readonly binding: () => HostBinding | undefined;
  readonly isLoading: () => boolean;
  readonly print: (line: string) => void;
  /** Nothing is left for another call; has to throw. */
  readonly onSpent: () => never;
  /** What an error is about to say to the script. */
  readonly onRefusal: (message: string) => void;
  /** Called before the script goes on; throws where it must not. */
  readonly afterHost: () => void;
}

/** Makes the functions Lua calls the host by. What they do costs the script a fixed price, and nothing by the time it takes. */
export function createHostFunctions(options: HostFunctionOptions): EntryPoints {
  const { lua, meter, marshal, table, binding } = options;

  const raise = (L: LuaState, message: string): number => {
    lua.luaL_where(L, 1);
    if (marshal()?.readString(L, -1).startsWith(PRELUDE_CHUNK)) {
      lua.lua_settop(L, -2);
      lua.luaL_where(L, 2);
    }
    marshal()?.pushString(L, message);
    lua.lua_concat(L, 2);
    return lua.lua_error(L);
  };

  /** Runs host code for a script: its exceptions become Lua errors, Lua's own (numbers, the end of the steps) pass through. */
  const fromLua = (L: LuaState, run: (args: () => ScriptValue[]) => ScriptValue | undefined): number => {
    const crossing = marshal();
    if (!crossing) return 0;
    meter.pause();
    meter.charge(HOST_CALL_STEPS);
    if (meter.left() < 0) options.onSpent();
    let message: string;
    try {
      const answer = run(() => crossing.readArguments(L));
      options.afterHost();
      if (answer === undefined) return 0;
      lua.lua_checkstack(L, 4);
      crossing.push(L, answer);
      return 1;
    } catch (problem) {
      if (!(problem instanceof Error) || problem instanceof StepsSpent || isFatal(problem)) throw problem;
      message = problem.message;
    } finally {
      meter.resume();
    }
    options.afterHost();
    options.onRefusal(message);
    return raise(L, message);
  };

  const invoke = (path: string, args: () => ScriptValue[]): ScriptValue | undefined => {
    const declared = table().functions[path];
    const host = binding();
    if (!declared || !host) throw new MarshalError(`${path} is not available.`);
    const answer = host.invoke(path, checkArguments(path, declared, args()));
    return declared.returns === "nothing" ? undefined : answer;
  };
  const moved = (): number => (options.isLoading() ? Math.floor(meter.used() / STEPS_A_MILLISECOND) / 1_000 : 0);
  const clock = (): number => (binding()?.time().clock ?? 0) + moved();
  const epoch = (): number => (binding()?.time().epoch ?? 0) + moved();
  const time = (fields: ScriptValue = null): number => (fields === null ? Math.floor(epoch()) : luaTime(fields));
  const date = (format: ScriptValue = null, at: ScriptValue = null): ScriptValue => {
    if (format !== null && typeof format !== "string") throw new MarshalError("os.date: the format should be a text.");
    if (at !== null && typeof at !== "number")
      throw new MarshalError("os.date: the time should be a number of seconds.");
    return luaDate(format ?? "%c", at ?? Math.floor(epoch()));
  };

  const entry = (run: (args: () => ScriptValue[], L: LuaState) => ScriptValue | undefined): number =>
    lua.addFunction((L = 0) => fromLua(L, (args) => run(args, L)), "ii");
  return {
    invoke: entry((args, L) => invoke(options.paths()[lua.lua_tonumberx(L, REGISTRY - 1, 0)] ?? "", args)),
    hostClock: entry(() => clock()),
    hostTime: entry((args) => time(args()[0])),
    hostDate: entry((args) => {
      const [format, at] = args();
      return date(format, at);
    }),
    hostPrint: entry((args) => void options.print(String(args()[0] ?? ""))),
  };
}

/** The engine itself broke (its stack ran over, or ours): going on in it would be unsafe. */
const isFatal = (problem: Error): boolean => problem instanceof RangeError || problem.name === "RuntimeError";
