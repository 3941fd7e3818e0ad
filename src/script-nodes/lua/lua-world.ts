import { HANDLE, HostRefusal, type ScriptFn } from "#script-nodes/bridge.ts";
import type { HostApiTable } from "#script-nodes/host-api-types.ts";
import type { TextName } from "./lua-error.ts";
import { type LuaState, OK, REGISTRY } from "./lua-exports.ts";
import type { LuaImage, LuaInstance } from "./lua-instance.ts";
import { createMarshal, type Marshal, type MarshalMemory, SCRATCH_BYTES, scriptFn } from "./marshal.ts";
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

/** Lua cuts longer chunk names short in its messages. */
const CHUNK_LENGTH = 50;

export interface WorldOptions {
  readonly table: HostApiTable;
  /** Functions the host keeps at most. */
  readonly callbacks: number;
  readonly entryPoints: EntryPoints;
}

/** A world at one moment, down to the last byte. */
export interface WorldImage {
  readonly image: LuaImage;
  readonly refs: ReadonlySet<number>;
  readonly shared: MarshalMemory;
  readonly name: TextName;
  readonly generation: number;
}

/** The Lua state of an instance with everything a script sees in it. */
export interface LuaWorld {
  readonly G: LuaState;
  readonly marshal: Marshal;
  /** Registry reference of the message handler. */
  readonly handler: number;
  /** The text that runs. */
  readonly name: TextName;
  /** A load begins in a world in which nothing has run yet. */
  begin(title: string, generation: number, seed: number): void;
  /** Puts the compiled text on the stack, or a message; answers the status. */
  compile(source: string): number;
  owns(fn: ScriptFn): boolean;
  release(fn: ScriptFn): void;
  liveCallbacks(): number;
  /** Whether functions were handed over or let go since the last image. */
  hasChangedCallbacks(): boolean;
  save(): WorldImage;
  /** Functions let go of since that image stay let go. */
  restore(saved: WorldImage): void;
}

/** Opens the libraries, takes away what is forbidden and injects the host API. Throws when memory is short. */
export function openWorld(lua: LuaInstance, { table, callbacks, entryPoints }: WorldOptions): LuaWorld {
  const G = lua.luaL_newstate();
  const scratch = lua.malloc(SCRATCH_BYTES);
  if (!G || !scratch) throw new Error("There is not enough memory for a Lua state.");
  const refs = new Set<number>();
  const released = new Set<number>();
  let changed = false;
  const kinds: { kind: string; metatable: number }[] = [];
  let name: TextName = { title: "", chunk: "" };
  let generation = 0;

  const keepFunction = (L: LuaState): ScriptFn => {
    if (refs.size >= callbacks) {
      throw new HostRefusal(
        `A script can hand over ${callbacks} functions at most; remove callbacks it no longer needs.`,
      );
    }
    const ref = lua.luaL_ref(L, REGISTRY);
    refs.add(ref);
    changed = true;
    return scriptFn(ref, generation);
  };
  let seal = 0;
  const marshal = createMarshal(lua, scratch, { keepFunction, refOf: (fn) => fn.ref, kinds, seal: () => seal });

  const withCString = <T>(text: string, use: (address: number) => T): T => {
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
  };
  const setGlobal = (global: string): void => withCString(global, (address) => lua.lua_setglobal(G, address));
  const compileAs = (source: string, chunkName: string): number =>
    withCString(source, (address) =>
      withCString(chunkName, (called) =>
        withCString("t", (mode) => lua.luaL_loadbufferx(G, address, encodeUtf8(source).length, called, mode)),
      ),
    );

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
  const status = compileAs(PRELUDE, `=${PRELUDE_CHUNK}`) || lua.lua_pcallk(G, 0, 3, 0, 0, 0);
  if (status !== OK) throw new Error(`The Lua prelude failed: ${marshal.readString(G, -1)}`);
  const seedChance = lua.luaL_ref(G, REGISTRY);
  seal = lua.luaL_ref(G, REGISTRY);
  const handler = lua.luaL_ref(G, REGISTRY);
  inject();

  const letGo = (ref: number): void => {
    if (refs.delete(ref)) lua.luaL_unref(G, REGISTRY, ref);
  };

  return {
    G,
    marshal,
    handler,
    get name() {
      return name;
    },
    begin(title, number, seed) {
      name = { title, chunk: title.slice(-CHUNK_LENGTH) };
      generation = number;
      lua.lua_rawgeti(G, REGISTRY, BigInt(seedChance));
      lua.lua_pushinteger(G, BigInt(seed));
      if (lua.lua_pcallk(G, 1, 0, 0, 0, 0) !== OK) throw new Error("math.randomseed failed");
    },
    compile: (source) => compileAs(source, `@${name.chunk}`),
    owns: (fn) => fn.generation === generation && refs.has(fn.ref),
    release(fn) {
      if (fn.generation !== generation || !refs.has(fn.ref)) return;
      letGo(fn.ref);
      released.add(fn.ref);
      changed = true;
    },
    liveCallbacks: () => refs.size,
    hasChangedCallbacks: () => changed,
    save() {
      released.clear();
      changed = false;
      return { image: lua.image(), refs: new Set(refs), shared: marshal.save(), name, generation };
    },
    restore(saved) {
      const isSameLoad = saved.generation === generation;
      lua.restore(saved.image);
      marshal.restore(saved.shared);
      refs.clear();
      for (const ref of saved.refs) refs.add(ref);
      name = saved.name;
      generation = saved.generation;
      if (isSameLoad) for (const ref of released) letGo(ref);
      released.clear();
      changed = false;
    },
  };
}
