import { HANDLE, HostRefusal } from "#script-nodes/bridge.ts";
import type { HostApiTable } from "#script-nodes/host-api-types.ts";
import { type LuaState, OK, REGISTRY } from "./lua-exports.ts";
import type { LuaInstance } from "./lua-instance.ts";
import { createMarshal, SCRATCH_BYTES } from "./marshal.ts";
import { PRELUDE, PRELUDE_CHUNK } from "./prelude.ts";
import { encodeUtf8 } from "./utf8.ts";

/** Addresses of the host's functions in Lua's table of functions. */
export interface EntryPoints {
  readonly invoke: number;
  readonly hostClock: number;
  readonly hostTime: number;
  readonly hostDate: number;
  readonly hostPrint: number;
}

/** Where things are in an opened state: addresses, and references into its registry. */
export interface LuaRoots {
  readonly G: LuaState;
  /** Scratch memory of a marshaller. */
  readonly scratch: number;
  /** Each kind of handle with its metatable. */
  readonly kinds: readonly { readonly kind: string; readonly metatable: number }[];
  /** Seeds chance. */
  readonly seedChance: number;
  /** Makes a table read-only. */
  readonly seal: number;
  /** The message handler. */
  readonly handler: number;
}

/** Opens the libraries, takes away what is forbidden and injects the host API. Throws when memory is short. */
export function openLua(lua: LuaInstance, table: HostApiTable, entryPoints: EntryPoints): LuaRoots {
  const G = lua.luaL_newstate();
  const scratch = lua.malloc(SCRATCH_BYTES);
  if (!G || !scratch) throw new Error("There is not enough memory for a Lua state.");
  const kinds: { kind: string; metatable: number }[] = [];
  const marshal = createMarshal(lua, scratch, {
    keepFunction() {
      throw new HostRefusal("No script runs yet.");
    },
    refOf: (fn) => fn.ref,
    kinds,
    seal: () => 0,
  });
  const setGlobal = (global: string): void => withCString(lua, global, (address) => lua.lua_setglobal(G, address));

  const paths = Object.keys(table.functions);
  const pushInvoke = (path: string): void => {
    lua.lua_pushnumber(G, paths.indexOf(path));
    lua.lua_pushcclosure(G, entryPoints.invoke, 1);
  };
  const setField = (key: string, pushValue: () => void): void => {
    marshal.pushString(G, key);
    pushValue();
    lua.lua_rawset(G, -3);
  };

  /** A locked metatable for each kind of handle, its methods from the table. */
  const injectKind = (kind: string): void => {
    const methods = paths.filter((path) => path.startsWith(`${kind}:`));
    lua.lua_createtable(G, 0, 3);
    setField("__name", () => marshal.pushString(G, kind));
    setField("__metatable", () => lua.lua_pushboolean(G, 0));
    setField("__index", () => {
      lua.lua_createtable(G, 0, methods.length);
      for (const path of methods) setField(path.slice(kind.length + 1), () => pushInvoke(path));
    });
    kinds.push({ kind, metatable: lua.luaL_ref(G, REGISTRY) });
  };

  const inject = (): void => {
    const ofTable = paths.filter((path) => path.includes(":")).map((path) => path.slice(0, path.indexOf(":")));
    for (const kind of new Set([...Object.values(table.globals), ...ofTable])) injectKind(kind);
    for (const path of paths) {
      if (path.includes(":")) continue;
      pushInvoke(path);
      setGlobal(path);
    }
    for (const [global, kind] of Object.entries(table.globals)) {
      marshal.push(G, { is: HANDLE, kind, id: 0 });
      setGlobal(global);
    }
  };

  lua.luaL_openlibs(G);
  for (const global of ["hostClock", "hostTime", "hostDate", "hostPrint"] as const) {
    lua.lua_pushcclosure(G, entryPoints[global], 0);
    setGlobal(global);
  }
  const status = compileLua(lua, G, PRELUDE, `=${PRELUDE_CHUNK}`) || lua.lua_pcallk(G, 0, 3, 0, 0, 0);
  if (status !== OK) throw new Error(`The Lua prelude failed: ${marshal.readString(G, -1)}`);
  const seedChance = lua.luaL_ref(G, REGISTRY);
  const seal = lua.luaL_ref(G, REGISTRY);
  const handler = lua.luaL_ref(G, REGISTRY);
  inject();
  return { G, scratch, kinds, seedChance, seal, handler };
}

/** Puts a compiled text on the stack, or a message; answers the status. */
export function compileLua(lua: LuaInstance, G: LuaState, source: string, chunkName: string): number {
  return withCString(lua, source, (address) =>
    withCString(lua, chunkName, (called) =>
      withCString(lua, "t", (mode) => lua.luaL_loadbufferx(G, address, encodeUtf8(source).length, called, mode)),
    ),
  );
}

function withCString<T>(lua: LuaInstance, text: string, use: (address: number) => T): T {
  const bytes = encodeUtf8(text);
  const address = lua.malloc(bytes.length + 1);
  if (!address) throw new Error("There is not enough memory for a string.");
  try {
    lua.bytes.set(bytes, address);
    lua.bytes[address + bytes.length] = 0;
    return use(address);
  } finally {
    lua.free(address);
  }
}
