import {
  FUNCTION,
  HANDLE,
  isFunction,
  isHandle,
  type ScriptFn,
  type ScriptHandle,
  type ScriptValue,
} from "#script-nodes/bridge.ts";
import { type LuaState, REGISTRY, TYPE } from "./lua-exports.ts";
import type { LuaInstance } from "./lua-instance.ts";
import { decodeUtf8, encodeUtf8Into, UTF8_EXPANSION } from "./utf8.ts";

/** A value that can't cross, in words. */
export class MarshalError extends Error {}

/** How deep tables may nest when they cross. */
const MAX_DEPTH = 32;
/** How much may cross from a script in one call of the host: bytes of all texts, and values in all tables. */
const MAX_TEXT_BYTES = 1_000_000;
const MAX_ELEMENTS = 65_536;
/** Frozen objects down to this depth keep their table between crossings: the state, its tables, each module. */
const SHARED_DEPTH = 2;
const MAX_ARGUMENTS = 250;
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
  /** All that a function was called with. Together it may be as large as one value. */
  readArguments(L: LuaState): ScriptValue[];
  pushString(L: LuaState, text: string): void;
  readString(L: LuaState, index: number): string;
  /** What it remembers of the state's tables; to be put back together with the state's memory. */
  save(): MarshalMemory;
  restore(saved: MarshalMemory): void;
}

/** Tables of the state by the frozen objects they show. */
export type MarshalMemory = ReadonlyMap<object, Shared>;

interface Shared {
  readonly ref: number;
  seen: number;
}

/** Bytes of scratch memory a marshaller needs. */
export const SCRATCH_BYTES = 1_028;

/** A marshaller for one state. `scratch` is the address of its scratch memory: a word for lengths, the rest for short strings. */
export function createMarshal(lua: LuaInstance, scratch: number, hooks: MarshalHooks): Marshal {
  const shared = new Map<object, Shared>();
  let round = 0;
  const left = { bytes: 0, elements: 0 };

  const beginReading = (): void => {
    left.bytes = MAX_TEXT_BYTES;
    left.elements = MAX_ELEMENTS;
  };

  const pushString = (L: LuaState, text: string): void => {
    const room = text.length * UTF8_EXPANSION;
    const short = room <= SCRATCH_BYTES - 4;
    const address = short ? scratch + 4 : lua.malloc(room);
    if (!address) throw new MarshalError("There is not enough memory for a string.");
    try {
      lua.lua_pushlstring(L, address, encodeUtf8Into(text, lua.bytes, address));
    } finally {
      if (!short) lua.free(address);
    }
  };

  const readString = (L: LuaState, index: number): string => {
    const address = lua.lua_tolstring(L, index, scratch);
    return decodeUtf8(lua.bytes, address, address + (lua.words[scratch >> 2] ?? 0));
  };

  /** Of what a script hands over; only as much as may cross is ever looked at. */
  const readText = (L: LuaState, index: number): string => {
    const address = lua.lua_tolstring(L, index, scratch);
    const length = lua.words[scratch >> 2] ?? 0;
    left.bytes -= length;
    if (left.bytes < 0) throw new MarshalError("A call can't take more than 1 MB of text.");
    return decodeUtf8(lua.bytes, address, address + length);
  };

  const pushHandle = (L: LuaState, handle: ScriptHandle): void => {
    const index = hooks.kinds.findIndex((entry) => entry.kind === handle.kind);
    const entry = hooks.kinds[index];
    if (!entry) throw new MarshalError(`There is no kind of handle called ${handle.kind}.`);
    const address = lua.lua_newuserdatauv(L, HANDLE_BYTES, 0);
    lua.words[address >> 2] = index;
    lua.words[(address >> 2) + 1] = handle.id;
    lua.lua_rawgeti(L, REGISTRY, BigInt(entry.metatable));
    lua.lua_setmetatable(L, -2);
  };

  const pushPlain = (L: LuaState, value: object, depth: number): void => {
    if (Array.isArray(value)) {
      lua.lua_createtable(L, value.length, 0);
      for (let index = 0; index < value.length; index++) {
        push(L, value[index], depth + 1);
        lua.lua_rawseti(L, -2, BigInt(index + 1));
      }
      return;
    }
    const entries = Object.entries(value);
    lua.lua_createtable(L, 0, entries.length);
    for (const [key, item] of entries) {
      pushString(L, key);
      push(L, item, depth + 1);
      lua.lua_rawset(L, -3);
    }
  };

  const pushSealed = (L: LuaState, value: object, depth: number): void => {
    const known = shared.get(value);
    if (known && known.seen === round) {
      lua.lua_rawgeti(L, REGISTRY, BigInt(known.ref));
      return;
    }
    if (known && depth === SHARED_DEPTH) {
      known.seen = round;
      lua.lua_rawgeti(L, REGISTRY, BigInt(known.ref));
      return;
    }
    lua.lua_rawgeti(L, REGISTRY, BigInt(hooks.seal()));
    pushPlain(L, value, depth);
    if (lua.lua_pcallk(L, 1, 1, 0, 0, 0) !== 0) throw new MarshalError("There is not enough memory for the state.");
    if (depth !== SHARED_DEPTH) return;
    lua.lua_pushvalue(L, -1);
    shared.set(value, { ref: lua.luaL_ref(L, REGISTRY), seen: round });
  };

  /** Lets go of the tables of modules the last state no longer had. */
  const sweep = (L: LuaState): void => {
    for (const [value, entry] of shared) {
      if (entry.seen === round) continue;
      lua.luaL_unref(L, REGISTRY, entry.ref);
      shared.delete(value);
    }
  };

  const push = (L: LuaState, value: ScriptValue | undefined, depth: number): void => {
    if (depth > MAX_DEPTH) throw new MarshalError(`The value is nested deeper than ${MAX_DEPTH} tables.`);
    if (!lua.lua_checkstack(L, 8)) throw new MarshalError("Lua's stack is full.");
    switch (typeof value) {
      case "number":
        if (Number.isSafeInteger(value) && !Object.is(value, -0)) lua.lua_pushinteger(L, BigInt(value));
        else lua.lua_pushnumber(L, value);
        return;
      case "boolean":
        lua.lua_pushboolean(L, value ? 1 : 0);
        return;
      case "string":
        pushString(L, value);
        return;
      case "undefined":
        lua.lua_pushnil(L);
        return;
    }
    if (value === null) lua.lua_pushnil(L);
    else if (isFunction(value)) lua.lua_rawgeti(L, REGISTRY, BigInt(hooks.refOf(value)));
    else if (isHandle(value)) pushHandle(L, value);
    else if (Object.isFrozen(value)) pushSealed(L, value, depth);
    else pushPlain(L, value, depth);
  };

  const readHandle = (L: LuaState, index: number): ScriptHandle => {
    const address = lua.lua_touserdata(L, index) >> 2;
    const kind = hooks.kinds[lua.words[address] ?? -1];
    // Scripts have no io and make no userdata of their own, so this one is ours.
    if (!kind) throw new MarshalError("This userdata can't be passed to the host.");
    return { is: HANDLE, kind: kind.kind, id: lua.words[address + 1] ?? 0 };
  };

  /** A table with the keys 1 to n and no others is a list; an empty one is a record. */
  const readTable = (L: LuaState, at: number, depth: number): ScriptValue => {
    if (depth >= MAX_DEPTH)
      throw new MarshalError(`The table is nested deeper than ${MAX_DEPTH} tables, or contains itself.`);
    if (!lua.lua_checkstack(L, 8)) throw new MarshalError("Lua's stack is full.");
    const size = Number(lua.lua_rawlen(L, at));
    const entries: [string, ScriptValue][] = [];
    let list = true;
    lua.lua_pushnil(L);
    while (lua.lua_next(L, at)) {
      if (--left.elements < 0)
        throw new MarshalError(`A call can't take more than ${MAX_ELEMENTS} values in its tables.`);
      const type = lua.lua_type(L, -2);
      if (type !== TYPE.number && type !== TYPE.string)
        throw new MarshalError("A table's keys can only be strings and numbers here.");
      if (type !== TYPE.number) list = false;
      // Converting the key itself in place would confuse lua_next.
      lua.lua_pushvalue(L, -2);
      const key = readText(L, -1);
      lua.lua_settop(L, -2);
      entries.push([key, read(L, -1, depth + 1)]);
      lua.lua_settop(L, -2);
    }
    const byKey = Object.create(null) as Record<string, ScriptValue>;
    for (const [key, value] of entries) byKey[key] = value;
    if (!list || entries.length === 0 || entries.length !== size) return byKey;
    return Array.from({ length: size }, (_, index) => byKey[String(index + 1)] ?? null);
  };

  const read = (L: LuaState, index: number, depth: number): ScriptValue => {
    const at = lua.lua_absindex(L, index);
    switch (lua.lua_type(L, at)) {
      case -1:
      case TYPE.nil:
        return null;
      case TYPE.boolean:
        return lua.lua_toboolean(L, at) !== 0;
      case TYPE.number:
        return lua.lua_tonumberx(L, at, 0);
      case TYPE.string:
        return readText(L, at);
      case TYPE.table:
        return readTable(L, at, depth);
      case TYPE.function:
        lua.lua_pushvalue(L, at);
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
    read(L, index) {
      beginReading();
      return read(L, index, 0);
    },
    readArguments(L) {
      beginReading();
      const count = lua.lua_gettop(L);
      if (count > MAX_ARGUMENTS) throw new MarshalError(`A call can't take more than ${MAX_ARGUMENTS} arguments.`);
      return Array.from({ length: count }, (_, index) => read(L, index + 1, 0));
    },
    pushString,
    readString,
    save: () => new Map([...shared].map(([value, entry]) => [value, { ...entry }])),
    restore(saved) {
      shared.clear();
      for (const [value, entry] of saved) shared.set(value, { ...entry });
    },
  };
}

/** A reference to a function of one load. */
export const scriptFn = (ref: number, generation: number): ScriptFn => ({ is: FUNCTION, ref, generation });
