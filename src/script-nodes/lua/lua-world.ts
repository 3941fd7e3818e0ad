import { HANDLE, HostRefusal, type ScriptFn, type ScriptLimits } from "#script-nodes/bridge.ts";
import type { HostApiTable } from "#script-nodes/host-api-types.ts";
import type { LuaAllocator, LuaMemory } from "./lua-allocator.ts";
import { type LuaExports, type LuaState, MASK_COUNT, OK, REGISTRY } from "./lua-exports.ts";
import { createMarshal, type Marshal, SCRATCH_BYTES, scriptFn } from "./marshal.ts";
import { PRELUDE } from "./prelude.ts";
import { encodeUtf8 } from "./utf8.ts";

/** Addresses of the host's functions in Lua's table of functions. */
export interface EntryPoints {
  readonly hook: number;
  readonly invoke: number;
  readonly hostClock: number;
  readonly hostTime: number;
  readonly print: number;
}

/** Lua cuts longer chunk names short in its messages. */
const CHUNK_LENGTH = 50;

export interface WorldOptions {
  readonly table: HostApiTable;
  /** Paths of the table by the number `invoke` gets. */
  readonly paths: readonly string[];
  /** What errors name the text by. */
  readonly title: string;
  readonly generation: number;
  readonly limits: ScriptLimits;
  readonly allocator: LuaAllocator;
  readonly entryPoints: EntryPoints;
}

/** One Lua state with everything a script sees in it, made for one load. */
export interface LuaWorld {
  readonly title: string;
  /** The title as Lua knows it: its end, where it is long. */
  readonly chunk: string;
  readonly marshal: Marshal;
  readonly memory: LuaMemory;
  /** Registry reference of the message handler; set by `prepare`. */
  readonly handler: number;
  /** Opens the libraries, takes away what is forbidden, injects the host API. May throw when memory is short. */
  prepare(seed: number): void;
  /** Puts the compiled text on the stack, or a message; answers the status. */
  compile(L: LuaState, source: string): number;
  /** A thread for one call, with the budget hook armed. */
  openThread(): { readonly L: LuaState; close(): void };
  owns(fn: ScriptFn): boolean;
  release(fn: ScriptFn): void;
  liveCallbacks(): number;
  close(): void;
}

/** An empty state under the limits; call `prepare` next, where it can be cut off. */
export function openWorld(lua: LuaExports, options: WorldOptions): LuaWorld {
  const { table, title, generation, limits, allocator, entryPoints } = options;
  const chunk = title.slice(-CHUNK_LENGTH);
  const account = allocator.open();
  const G = lua._lua_newstate(allocator.address, account.id);
  if (!G) throw new Error("There is not enough memory for a Lua state.");
  const scratch = lua._malloc(SCRATCH_BYTES);
  const refs = new Set<number>();
  const kinds: { kind: string; metatable: number }[] = [];
  const fixed = { handler: 0, seal: 0 };

  const keepFunction = (L: LuaState): ScriptFn => {
    if (refs.size >= limits.callbacks) {
      throw new HostRefusal(
        `A script can hand over ${limits.callbacks} functions at most; remove callbacks it no longer needs.`,
      );
    }
    const ref = lua._luaL_ref(L, REGISTRY);
    refs.add(ref);
    return scriptFn(ref, generation);
  };
  const marshal = createMarshal(lua, scratch, { keepFunction, refOf: (fn) => fn.ref, kinds, seal: () => fixed.seal });

  const withCString = <T>(text: string, use: (address: number) => T): T => {
    const bytes = encodeUtf8(text);
    const address = lua._malloc(bytes.length + 1);
    try {
      lua.HEAPU8.set(bytes, address);
      lua.HEAPU8[address + bytes.length] = 0;
      return use(address);
    } finally {
      lua._free(address);
    }
  };
  const setGlobal = (name: string): void => withCString(name, (address) => lua._lua_setglobal(G, address));
  const compileAs = (L: LuaState, source: string, name: string): number => {
    const bytes = encodeUtf8(source);
    const address = lua._malloc(bytes.length || 1);
    try {
      lua.HEAPU8.set(bytes, address);
      return withCString(`@${name}`, (chunkName) =>
        withCString("t", (mode) => lua._luaL_loadbufferx(L, address, bytes.length, chunkName, mode)),
      );
    } finally {
      lua._free(address);
    }
  };

  const pushInvoke = (path: string): void => {
    lua._lua_pushnumber(G, options.paths.indexOf(path));
    lua._lua_pushcclosure(G, entryPoints.invoke, 1);
  };
  const setField = (key: string, pushValue: () => void): void => {
    marshal.pushString(G, key);
    pushValue();
    lua._lua_rawset(G, -3);
  };

  /** A locked metatable for each kind of handle, its methods from the table. */
  const injectKind = (kind: string): void => {
    const methods = Object.keys(table.functions).filter((path) => path.startsWith(`${kind}:`));
    lua._lua_createtable(G, 0, 3);
    setField("__name", () => marshal.pushString(G, kind));
    setField("__metatable", () => lua._lua_pushboolean(G, 0));
    setField("__index", () => {
      lua._lua_createtable(G, 0, methods.length);
      for (const path of methods) setField(path.slice(kind.length + 1), () => pushInvoke(path));
    });
    kinds.push({ kind, metatable: lua._luaL_ref(G, REGISTRY) });
  };

  const inject = (): void => {
    const ofTable = Object.keys(table.functions).filter((path) => path.includes(":"));
    const named = new Set([
      ...Object.values(table.globals),
      ...ofTable.map((path) => path.slice(0, path.indexOf(":"))),
    ]);
    for (const kind of named) injectKind(kind);
    for (const path of Object.keys(table.functions)) {
      if (path.includes(":")) continue;
      pushInvoke(path);
      setGlobal(path);
    }
    for (const [name, kind] of Object.entries(table.globals)) {
      marshal.push(G, { is: HANDLE, kind, id: 0 });
      setGlobal(name);
    }
  };

  return {
    title,
    chunk,
    marshal,
    memory: account.memory,
    get handler() {
      return fixed.handler;
    },
    prepare(seed) {
      lua._luaL_openlibs(G);
      for (const [name, entry] of [
        ["hostClock", entryPoints.hostClock],
        ["hostTime", entryPoints.hostTime],
        ["hostPrint", entryPoints.print],
      ] as const) {
        lua._lua_pushcclosure(G, entry, 0);
        setGlobal(name);
      }
      const status = compileAs(G, PRELUDE, "prelude") || lua._lua_pcallk(G, 0, 3, 0, 0, 0);
      if (status !== OK) throw new Error(`The Lua prelude failed: ${marshal.readString(G, -1)}`);
      lua._lua_pushinteger(G, BigInt(seed));
      if (lua._lua_pcallk(G, 1, 0, 0, 0, 0) !== OK) throw new Error("math.randomseed failed");
      fixed.seal = lua._luaL_ref(G, REGISTRY);
      fixed.handler = lua._luaL_ref(G, REGISTRY);
      inject();
      // Coroutines made later inherit it from the main state.
      lua._lua_sethook(G, entryPoints.hook, MASK_COUNT, 1_000);
    },
    compile: (L, source) => compileAs(L, source, chunk),
    openThread() {
      const L = lua._lua_newthread(G);
      const ref = lua._luaL_ref(G, REGISTRY);
      lua._lua_sethook(L, entryPoints.hook, MASK_COUNT, 1_000);
      return { L, close: () => lua._luaL_unref(G, REGISTRY, ref) };
    },
    owns: (fn) => fn.generation === generation && refs.has(fn.ref),
    release(fn) {
      if (fn.generation === generation && refs.delete(fn.ref)) lua._luaL_unref(G, REGISTRY, fn.ref);
    },
    liveCallbacks: () => refs.size,
    close() {
      refs.clear();
      lua._lua_close(G);
      lua._free(scratch);
      allocator.close(account.id);
    },
  };
}
