import { type LuaState, TYPE } from "./lua-exports.ts";
import type { LuaInstance } from "./lua-instance.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Where in a script something happened. */
export interface Place {
  /** Counted from 1. */
  readonly line: number;
  /** What is known is only where the function begins. */
  readonly isFunction: boolean;
}

/** Reads where a state is, at any moment and without changing anything in it. */
export interface PlaceReader {
  /**
   * The innermost place in a text, or undefined where none is known.
   * @param chunk the text's name as Lua knows it
   * @param isExact whether the innermost function has noted the line it is at: not while the machine is in the middle of its instructions
   */
  placeIn(G: LuaState, chunk: string, isExact: boolean): Place | undefined;
  /** Address of what it keeps in the instance's memory. */
  readonly notes: number;
  /** Whether functions call each other so deep as only endless recursion does. */
  isDeep(G: LuaState): boolean;
}

/** Places in a `lua_Debug` of this binary. */
const CURRENT_LINE = 24;
const LINE_DEFINED = 28;
const SHORT_SOURCE = 44;
const DEBUG_BYTES = 128;
const SHORT_SOURCE_BYTES = 60;

/** Functions looked at from the innermost outwards; what is further out is no help. */
const MOST_LEVELS = 64;
const DEEP = 20_000;
const RUNNING = 0;

/**
 * To be made before any image is taken: it keeps some memory of the instance.
 * @param notes where an earlier reader of the same memory kept it
 */
export function createPlaceReader(lua: LuaInstance, notes = lua.malloc(DEBUG_BYTES + 8)): PlaceReader {
  const debug = notes;
  const wanted = notes + DEBUG_BYTES;
  lua.bytes.set([0x53, 0x6c, 0], wanted); // "Sl"
  const functionOnly = wanted + 4;
  lua.bytes.set([0x66, 0], functionOnly); // "f"

  /** The coroutine that a function at the top of a thread has resumed. */
  const resumedBy = (L: LuaState): LuaState | undefined => {
    if (!lua.lua_getstack(L, 0, debug)) return undefined;
    lua.lua_getinfo(L, wanted, debug);
    if (lua.words[(debug + CURRENT_LINE) >> 2] !== -1) return undefined;
    const top = lua.lua_gettop(L);
    // coroutine.resume has it as its argument, what coroutine.wrap made keeps it.
    lua.lua_getlocal(L, debug, 1);
    lua.lua_getinfo(L, functionOnly, debug);
    lua.lua_getupvalue(L, -1, 1);
    let found: LuaState | undefined;
    for (let index = lua.lua_gettop(L); index > top; index--) {
      if (lua.lua_type(L, index) !== TYPE.thread) continue;
      const thread = lua.lua_tothread(L, index);
      if (thread !== L && lua.lua_status(thread) === RUNNING) found = thread;
    }
    lua.lua_settop(L, top);
    return found;
  };

  /** All threads that run, the innermost first. */
  const running = (G: LuaState): readonly LuaState[] => {
    const threads = [G];
    for (let next = resumedBy(G); next !== undefined && !threads.includes(next); next = resumedBy(next))
      threads.unshift(next);
    return threads;
  };

  const sourceName = (): string => {
    const start = debug + SHORT_SOURCE;
    const end = lua.bytes.indexOf(0, start);
    return decodeUtf8(lua.bytes, start, Math.min(end, start + SHORT_SOURCE_BYTES));
  };

  /** What is known of the place the last look was at. */
  const placeSeen = (isLineNoted: boolean): Place | undefined => {
    const line = lua.words[(debug + (isLineNoted ? CURRENT_LINE : LINE_DEFINED)) >> 2] ?? 0;
    return line > 0 ? { line, isFunction: !isLineNoted } : undefined;
  };

  return {
    notes,
    placeIn(G, chunk, isExact) {
      let isInnermost = true;
      for (const L of running(G)) {
        for (let level = 0; level < MOST_LEVELS && lua.lua_getstack(L, level, debug); level++) {
          lua.lua_getinfo(L, wanted, debug);
          if (sourceName() === chunk) return placeSeen(isExact || !isInnermost);
          isInnermost = false;
        }
      }
      return undefined;
    },
    isDeep: (G) => running(G).some((L) => lua.lua_getstack(L, DEEP, debug) !== 0),
  };
}
