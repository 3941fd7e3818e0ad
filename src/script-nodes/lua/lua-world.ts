import { HostRefusal, type ScriptFn } from "#script-nodes/bridge.ts";
import type { TextName } from "./lua-error.ts";
import { type LuaState, OK, REGISTRY, TYPE } from "./lua-exports.ts";
import type { LuaImage, LuaInstance } from "./lua-instance.ts";
import { createMarshal, type Marshal, type MarshalMemory, scriptFn } from "./marshal.ts";
import { compileLua, type LuaRoots } from "./open-lua.ts";

/** Lua cuts longer chunk names short in its messages. */
const CHUNK_LENGTH = 50;

/** A world at one moment, down to the last byte. */
export interface WorldImage {
  readonly image: LuaImage;
  readonly refs: ReadonlySet<number>;
  readonly shared: MarshalMemory;
  readonly name: TextName;
  readonly generation: number;
}

/** What another thread has to know of a world besides its memory; plain data. */
export interface CarriedWorld {
  readonly roots: LuaRoots;
  readonly name: TextName;
  readonly generation: number;
  readonly refs: readonly number[];
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
  carry(): CarriedWorld;
}

/**
 * The world in an opened state.
 * @param callbacks functions the host keeps at most
 * @param carried what was carried over from another thread, where the state was
 */
export function createWorld(lua: LuaInstance, roots: LuaRoots, callbacks: number, carried?: CarriedWorld): LuaWorld {
  const { G, kinds, seal, seedChance, handler } = roots;
  const refs = new Set<number>(carried?.refs);
  const released = new Set<number>();
  let changed = false;
  let name: TextName = carried?.name ?? { title: "", chunk: "" };
  let generation = carried?.generation ?? 0;

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
  const marshal = createMarshal(lua, roots.scratch, { keepFunction, refOf: (fn) => fn.ref, kinds, seal: () => seal });

  const letGo = (ref: number): void => {
    if (refs.delete(ref)) lua.luaL_unref(G, REGISTRY, ref);
  };
  if (carried) forgetState(lua, roots);

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
    compile: (source) => compileLua(lua, G, source, `@${name.chunk}`),
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
    carry: () => ({ roots, name, generation, refs: [...refs] }),
  };
}

/** Lets go of the tables of a state that nothing knows any more: all in the registry's list but the metatables of handles. */
function forgetState(lua: LuaInstance, { G, kinds }: LuaRoots): void {
  const known = new Set(kinds.map(({ metatable }) => metatable));
  const count = Number(lua.lua_rawlen(G, REGISTRY));
  for (let ref = FIRST_REF; ref <= count; ref++) {
    const type = lua.lua_rawgeti(G, REGISTRY, BigInt(ref));
    lua.lua_settop(G, -2);
    if (type === TYPE.table && !known.has(ref)) lua.luaL_unref(G, REGISTRY, ref);
  }
}

/** Before it stand the main thread, the globals and the list of free places. */
const FIRST_REF = 4;
