import {
  FUNCTION,
  HANDLE,
  isFunction,
  isHandle,
  type ScriptFn,
  type ScriptHandle,
  type ScriptValue,
} from "#script-nodes/bridge.ts";
import { type LuaExports, type LuaState, REGISTRY, TYPE } from "./lua-exports.ts";
import { decodeUtf8, encodeUtf8Into, UTF8_EXPANSION } from "./utf8.ts";

/** A value that can't cross, in words. */
export class MarshalError extends Error {}

/** How deep tables may nest when they cross. */
const MAX_DEPTH = 32;
/** Frozen objects down to this depth keep their table between crossings: the state, its tables, each module. */
const SHARED_DEPTH = 2;
const HANDLE_BYTES = 8;

export interface MarshalHooks {
  /** Takes a reference to the function at the top of the stack and pops it. */
  readonly keepFunction: (L: LuaState) => ScriptFn;
  readonly refOf: (fn: ScriptFn) => number;
  /** Registry reference of the methods of a kind of handle, and back. */
  readonly kinds: readonly { readonly kind: string; readonly metatable: number }[];
  /** Registry reference of the prelude's function that makes a table read-only. */
  readonly seal: () => number;
}

/** Moves values between the host and one Lua state, exactly: numbers bit for bit, strings by their length. */
export interface Marshal {
  push(L: LuaState, value: ScriptValue): void;
  read(L: LuaState, index: number): ScriptValue;
  pushString(L: LuaState, text: string): void;
  readString(L: LuaState, index: number): string;
}

interface Shared {
  readonly ref: number;
  seen: number;
}

/** Bytes of scratch memory a marshaller needs. */
export const SCRATCH_BYTES = 1_028;

/** A marshaller for one state. `scratch` is the address of its scratch memory: a word for lengths, the rest for short strings. */
export function createMarshal(lua: LuaExports, scratch: number, hooks: MarshalHooks): Marshal {
  const shared = new Map<object, Shared>();
  let round = 0;

  const pushString = (L: LuaState, text: string): void => {
    const room = text.length * UTF8_EXPANSION;
    const short = room <= SCRATCH_BYTES - 4;
    const address = short ? scratch + 4 : lua._malloc(room);
    if (!address) throw new MarshalError("There is not enough memory for a string.");
    try {
      lua._lua_pushlstring(L, address, encodeUtf8Into(text, lua.HEAPU8, address));
    } finally {
      if (!short) lua._free(address);
    }
  };

  const readString = (L: LuaState, index: number): string => {
    const address = lua._lua_tolstring(L, index, scratch);
    return decodeUtf8(lua.HEAPU8, address, address + (lua.HEAP32[scratch >> 2] ?? 0));
  };

  const pushHandle = (L: LuaState, handle: ScriptHandle): void => {
    const index = hooks.kinds.findIndex((entry) => entry.kind === handle.kind);
    const entry = hooks.kinds[index];
    if (!entry) throw new MarshalError(`There is no kind of handle called ${handle.kind}.`);
    const address = lua._lua_newuserdatauv(L, HANDLE_BYTES, 0);
    lua.HEAP32[address >> 2] = index;
    lua.HEAP32[(address >> 2) + 1] = handle.id;
    lua._lua_rawgeti(L, REGISTRY, BigInt(entry.metatable));
    lua._lua_setmetatable(L, -2);
  };

  const pushPlain = (L: LuaState, value: object, depth: number): void => {
    if (Array.isArray(value)) {
      lua._lua_createtable(L, value.length, 0);
      for (let index = 0; index < value.length; index++) {
        push(L, value[index], depth + 1);
        lua._lua_rawseti(L, -2, BigInt(index + 1));
      }
      return;
    }
    const entries = Object.entries(value);
    lua._lua_createtable(L, 0, entries.length);
    for (const [key, item] of entries) {
      pushString(L, key);
      push(L, item, depth + 1);
      lua._lua_rawset(L, -3);
    }
  };

  const pushSealed = (L: LuaState, value: object, depth: number): void => {
    const known = shared.get(value);
    if (known && known.seen === round) {
      lua._lua_rawgeti(L, REGISTRY, BigInt(known.ref));
      return;
    }
    if (known && depth === SHARED_DEPTH) {
      known.seen = round;
      lua._lua_rawgeti(L, REGISTRY, BigInt(known.ref));
      return;
    }
    lua._lua_rawgeti(L, REGISTRY, BigInt(hooks.seal()));
    pushPlain(L, value, depth);
    if (lua._lua_pcallk(L, 1, 1, 0, 0, 0) !== 0) throw new MarshalError("There is not enough memory for the state.");
    if (depth !== SHARED_DEPTH) return;
    lua._lua_pushvalue(L, -1);
    shared.set(value, { ref: lua._luaL_ref(L, REGISTRY), seen: round });
  };

  /** Lets go of the tables of modules the last state no longer had. */
  const sweep = (L: LuaState): void => {
    for (const [value, entry] of shared) {
      if (entry.seen === round) continue;
      lua._luaL_unref(L, REGISTRY, entry.ref);
      shared.delete(value);
    }
  };

  const push = (L: LuaState, value: ScriptValue | undefined, depth: number): void => {
    if (depth > MAX_DEPTH) throw new MarshalError(`The value is nested deeper than ${MAX_DEPTH} tables.`);
    if (!lua._lua_checkstack(L, 8)) throw new MarshalError("Lua's stack is full.");
    switch (typeof value) {
      case "number":
        if (Number.isSafeInteger(value) && !Object.is(value, -0)) lua._lua_pushinteger(L, BigInt(value));
        else lua._lua_pushnumber(L, value);
        return;
      case "boolean":
        lua._lua_pushboolean(L, value ? 1 : 0);
        return;
      case "string":
        pushString(L, value);
        return;
      case "undefined":
        lua._lua_pushnil(L);
        return;
    }
    if (value === null) lua._lua_pushnil(L);
    else if (isFunction(value)) lua._lua_rawgeti(L, REGISTRY, BigInt(hooks.refOf(value)));
    else if (isHandle(value)) pushHandle(L, value);
    else if (Object.isFrozen(value)) pushSealed(L, value, depth);
    else pushPlain(L, value, depth);
  };

  const readHandle = (L: LuaState, index: number): ScriptHandle => {
    const address = lua._lua_touserdata(L, index) >> 2;
    const kind = hooks.kinds[lua.HEAP32[address] ?? -1];
    // Scripts have no io and make no userdata of their own, so this one is ours.
    if (!kind) throw new MarshalError("This userdata can't be passed to the host.");
    return { is: HANDLE, kind: kind.kind, id: lua.HEAP32[address + 1] ?? 0 };
  };

  /** A table with the keys 1 to n and no others is a list; an empty one is a record. */
  const readTable = (L: LuaState, at: number, depth: number): ScriptValue => {
    if (depth >= MAX_DEPTH)
      throw new MarshalError(`The table is nested deeper than ${MAX_DEPTH} tables, or contains itself.`);
    if (!lua._lua_checkstack(L, 8)) throw new MarshalError("Lua's stack is full.");
    const size = Number(lua._lua_rawlen(L, at));
    const entries: [string, ScriptValue][] = [];
    let list = true;
    lua._lua_pushnil(L);
    while (lua._lua_next(L, at)) {
      const type = lua._lua_type(L, -2);
      if (type !== TYPE.number && type !== TYPE.string)
        throw new MarshalError("A table's keys can only be strings and numbers here.");
      if (type !== TYPE.number) list = false;
      // Converting the key itself in place would confuse lua_next.
      lua._lua_pushvalue(L, -2);
      const key = readString(L, -1);
      lua._lua_settop(L, -2);
      entries.push([key, read(L, -1, depth + 1)]);
      lua._lua_settop(L, -2);
    }
    const byKey = Object.create(null) as Record<string, ScriptValue>;
    for (const [key, value] of entries) byKey[key] = value;
    if (!list || entries.length === 0 || entries.length !== size) return byKey;
    return Array.from({ length: size }, (_, index) => byKey[String(index + 1)] ?? null);
  };

  const read = (L: LuaState, index: number, depth: number): ScriptValue => {
    const at = lua._lua_absindex(L, index);
    switch (lua._lua_type(L, at)) {
      case -1:
      case TYPE.nil:
        return null;
      case TYPE.boolean:
        return lua._lua_toboolean(L, at) !== 0;
      case TYPE.number:
        return lua._lua_tonumberx(L, at, 0);
      case TYPE.string:
        return readString(L, at);
      case TYPE.table:
        return readTable(L, at, depth);
      case TYPE.function:
        lua._lua_pushvalue(L, at);
        return hooks.keepFunction(L);
      case TYPE.userdata:
        return readHandle(L, at);
      default:
        throw new MarshalError("A coroutine can't be passed to the host.");
    }
  };

  return {
    push(L, value) {
      const state = typeof value === "object" && value !== null && Object.isFrozen(value);
      if (state) round++;
      push(L, value, 0);
      if (state) sweep(L);
    },
    read: (L, index) => read(L, index, 0),
    pushString,
    readString,
  };
}

/** A reference to a function of one load. */
export const scriptFn = (ref: number, generation: number): ScriptFn => ({ is: FUNCTION, ref, generation });
