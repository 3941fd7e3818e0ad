import type { LuaExports } from "./lua-exports.ts";

/** What one state holds. */
export interface LuaMemory {
  readonly used: number;
  /** It has asked for more than the limit at least once. */
  readonly refused: boolean;
}

/** Gives each state of an instance memory up to a limit and counts it. */
export interface LuaAllocator {
  /** To pass to `lua_newstate`, with the id of an opened account as user data. */
  readonly address: number;
  open(): { readonly id: number; readonly memory: LuaMemory };
  close(id: number): void;
}

/** `limit` in bytes for each state. */
export function createAllocator(lua: LuaExports, limit: number): LuaAllocator {
  const accounts = new Map<number, { used: number; refused: boolean }>();
  let last = 0;
  const address = lua.addFunction((id = 0, pointer = 0, oldBytes = 0, newBytes = 0) => {
    const account = accounts.get(id);
    if (!account) return 0;
    // For a new block Lua passes the kind of object as the old size.
    const held = pointer ? oldBytes : 0;
    if (newBytes === 0) {
      account.used -= held;
      lua._free(pointer);
      return 0;
    }
    const used = account.used - held + newBytes;
    if (newBytes > held && used > limit) {
      account.refused = true;
      return 0;
    }
    const moved = lua._realloc(pointer, newBytes);
    if (moved) account.used = used;
    return moved;
  }, "iiiii");
  return {
    address,
    open() {
      const memory = { used: 0, refused: false };
      accounts.set(++last, memory);
      return { id: last, memory };
    },
    close: (id) => void accounts.delete(id),
  };
}
