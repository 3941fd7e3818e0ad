/** Address of a Lua state or thread in its memory. */
export type LuaState = number;

/** The functions of the Lua C API we call; see the Lua 5.4 reference manual, sections 4 and 5. */
export interface LuaExports {
  malloc(bytes: number): number;
  free(address: number): void;
  luaL_newstate(): LuaState;
  lua_sethook(L: LuaState, hook: number, mask: number, count: number): void;
  lua_status(L: LuaState): number;
  lua_gettop(L: LuaState): number;
  lua_settop(L: LuaState, index: number): void;
  lua_absindex(L: LuaState, index: number): number;
  lua_checkstack(L: LuaState, slots: number): number;
  lua_pushvalue(L: LuaState, index: number): void;
  lua_pushnil(L: LuaState): void;
  lua_pushboolean(L: LuaState, value: number): void;
  lua_pushnumber(L: LuaState, value: number): void;
  lua_pushinteger(L: LuaState, value: bigint): void;
  lua_pushlstring(L: LuaState, address: number, bytes: number): number;
  lua_pushcclosure(L: LuaState, fn: number, upvalues: number): void;
  lua_type(L: LuaState, index: number): number;
  lua_toboolean(L: LuaState, index: number): number;
  lua_tonumberx(L: LuaState, index: number, isNumber: number): number;
  lua_tolstring(L: LuaState, index: number, length: number): number;
  lua_tothread(L: LuaState, index: number): LuaState;
  lua_rawlen(L: LuaState, index: number): number | bigint;
  lua_touserdata(L: LuaState, index: number): number;
  lua_newuserdatauv(L: LuaState, bytes: number, values: number): number;
  lua_createtable(L: LuaState, list: number, record: number): void;
  lua_setmetatable(L: LuaState, index: number): number;
  lua_rawset(L: LuaState, index: number): void;
  lua_rawseti(L: LuaState, index: number, key: bigint): void;
  lua_rawgeti(L: LuaState, index: number, key: bigint): number;
  lua_next(L: LuaState, index: number): number;
  lua_setglobal(L: LuaState, name: number): void;
  lua_pcallk(L: LuaState, args: number, results: number, handler: number, context: number, k: number): number;
  lua_concat(L: LuaState, values: number): void;
  lua_error(L: LuaState): number;
  lua_getstack(L: LuaState, level: number, place: number): number;
  lua_getinfo(L: LuaState, what: number, place: number): number;
  lua_getlocal(L: LuaState, place: number, index: number): number;
  lua_getupvalue(L: LuaState, index: number, upvalue: number): number;
  luaL_where(L: LuaState, level: number): void;
  luaL_ref(L: LuaState, table: number): number;
  luaL_unref(L: LuaState, table: number, ref: number): void;
  luaL_openlibs(L: LuaState): void;
  luaL_loadbufferx(L: LuaState, address: number, bytes: number, chunk: number, mode: number): number;
}

export const REGISTRY = -1_001_000;
export const OK = 0;
export const ERROR_SYNTAX = 3;
export const ERROR_MEMORY = 4;
export const MASK_COUNT = 8;
export const TYPE = {
  nil: 0,
  boolean: 1,
  number: 3,
  string: 4,
  table: 5,
  function: 6,
  userdata: 7,
  thread: 8,
} as const;
