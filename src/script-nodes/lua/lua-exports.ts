import { LuaWasm } from "wasmoon";

/** Address of a Lua state or thread in its memory. */
export type LuaState = number;

/** The functions of the Lua C API we call, as Emscripten exports them; see the Lua 5.4 reference manual, sections 4 and 5. */
export interface LuaExports {
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  addFunction(fn: (...args: number[]) => number | undefined, signature: string): number;
  _malloc(bytes: number): number;
  _free(address: number): void;
  _realloc(address: number, bytes: number): number;
  _lua_newstate(allocator: number, userData: number): LuaState;
  _lua_close(L: LuaState): void;
  _lua_newthread(L: LuaState): LuaState;
  _lua_sethook(L: LuaState, hook: number, mask: number, count: number): void;
  _lua_gettop(L: LuaState): number;
  _lua_settop(L: LuaState, index: number): void;
  _lua_absindex(L: LuaState, index: number): number;
  _lua_checkstack(L: LuaState, slots: number): number;
  _lua_pushvalue(L: LuaState, index: number): void;
  _lua_pushnil(L: LuaState): void;
  _lua_pushboolean(L: LuaState, value: number): void;
  _lua_pushnumber(L: LuaState, value: number): void;
  _lua_pushinteger(L: LuaState, value: bigint): void;
  _lua_pushlstring(L: LuaState, address: number, bytes: number): number;
  _lua_pushcclosure(L: LuaState, fn: number, upvalues: number): void;
  _lua_type(L: LuaState, index: number): number;
  _lua_toboolean(L: LuaState, index: number): number;
  _lua_tonumberx(L: LuaState, index: number, isNumber: number): number;
  _lua_tolstring(L: LuaState, index: number, length: number): number;
  _lua_rawlen(L: LuaState, index: number): bigint;
  _lua_touserdata(L: LuaState, index: number): number;
  _lua_newuserdatauv(L: LuaState, bytes: number, values: number): number;
  _lua_createtable(L: LuaState, list: number, record: number): void;
  _lua_setmetatable(L: LuaState, index: number): number;
  _lua_rawset(L: LuaState, index: number): void;
  _lua_rawget(L: LuaState, index: number): number;
  _lua_rawseti(L: LuaState, index: number, key: bigint): void;
  _lua_rawgeti(L: LuaState, index: number, key: bigint): number;
  _lua_next(L: LuaState, index: number): number;
  _lua_getglobal(L: LuaState, name: number): number;
  _lua_setglobal(L: LuaState, name: number): void;
  _lua_pcallk(L: LuaState, args: number, results: number, handler: number, context: number, k: number): number;
  _lua_concat(L: LuaState, values: number): void;
  _lua_error(L: LuaState): number;
  _luaL_where(L: LuaState, level: number): void;
  _luaL_ref(L: LuaState, table: number): number;
  _luaL_unref(L: LuaState, table: number, ref: number): void;
  _luaL_openlibs(L: LuaState): void;
  _luaL_loadbufferx(L: LuaState, address: number, bytes: number, chunk: number, mode: number): number;
}

export const REGISTRY = -1_001_000;
export const OK = 0;
export const ERROR_SYNTAX = 3;
export const ERROR_MEMORY = 4;
export const MASK_COUNT = 8;
export const TYPE = { nil: 0, boolean: 1, number: 3, string: 4, table: 5, function: 6, userdata: 7 } as const;

/**
 * A fresh WebAssembly instance of Lua with nothing in it.
 * @param wasmUrl where the binary is; Node finds it by itself, a page has to say.
 */
export async function instantiateLua(wasmUrl?: string): Promise<LuaExports> {
  const { module } = await LuaWasm.initialize(wasmUrl);
  // The package declares only a part of what its module exports; the rest is the C API above.
  return module as unknown as LuaExports;
}
