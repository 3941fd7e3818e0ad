import type { LuaExports } from "./lua-exports.ts";

/** The metered Lua, compiled: a `WebAssembly.Module`. */
export type CompiledLua = object;

/** A counter the binary takes one from at every turn of every loop. */
interface Counter {
  value: number;
}

/** All that makes up an instance between two calls into it. */
export interface LuaImage {
  readonly data: Uint8Array;
  readonly heap: Uint8Array;
}

type Native = (...args: number[]) => number | undefined;

/** Memory threads can share: what one thread's instance was working in, another's can go on with. */
export interface SharedMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** A running copy of the binary with a memory of its own, and nothing it could reach outside. */
export interface LuaInstance extends LuaExports {
  /** A `WebAssembly.Memory`. */
  readonly memory: SharedMemory;
  /** Its memory; another array after each call that made it grow. */
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly fuel: Counter;
  /** Makes a function callable from inside and answers its address. `signature`: what it answers, then what it takes; `v` or `i` each. */
  addFunction(fn: Native, signature: "v" | "ii" | "vii"): number;
  /** Sets what is called at every turn of a loop while `fuel` is below zero. */
  onFuelOut(address: number): void;
  /** Bytes of memory in use beyond the binary's own. */
  heapBytes(): number;
  /** Only between calls: what is on the stack is no part of it. */
  image(): LuaImage;
  /** Puts everything back as it was. May follow a call that was broken off at any place. */
  restore(image: LuaImage): void;
}

export interface InstanceOptions {
  /** Bytes of memory a script may hold, in steps of 64 KiB. */
  readonly memoryBytes: number;
  /** Called where memory was asked for and refused. It may look at the Lua state, and must leave it alone. */
  readonly onRefused: () => void;
  /** The memory of an instance that is no more, as it was between two calls; functions are to be added in the same order again. */
  readonly memory?: SharedMemory;
}

/** What the binary exports besides the C API. */
interface Machine extends LuaExports {
  readonly __indirect_function_table: {
    get(index: number): Native;
    set(index: number, fn: unknown): void;
    grow(by: number): number;
  };
  readonly fuel: Counter;
  readonly fuelOut: Counter;
  __wasm_call_ctors(): void;
  emscripten_stack_init(): void;
  emscripten_stack_get_base(): number;
  emscripten_stack_get_end(): number;
  stackSave(): number;
  stackRestore(address: number): void;
  setThrew(threw: number, value: number): void;
}

/** As much of the global as is used here, where no library describes it. */
declare const WebAssembly: {
  readonly Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): readonly { readonly module: string; readonly name: string }[];
  };
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => SharedMemory;
};

const PAGE = 65_536;
/** What the build gives the binary for its data and its stack. */
const FIRST_PAGES = 17;
/** Where the binary keeps the end of its heap: the build only takes the one binary this is true of. */
const HEAP_END = 31_452;
/** Thrown by the binary for a Lua error, on its way to the nearest pcall. */
const LONG_JUMP = Number.POSITIVE_INFINITY;

/** Starts a copy of the binary, with no state in it yet. */
export function instantiateLua(module: CompiledLua, options: InstanceOptions): LuaInstance {
  const { memoryBytes, onRefused } = options;
  const services: Record<string, Native> = {
    abort: () => {
      throw new Error("Lua gave up");
    },
    invoke_vii(index = 0, first = 0, second = 0) {
      const stack = machine.stackSave();
      try {
        table.get(index)(first, second);
      } catch (problem) {
        machine.stackRestore(stack);
        if (problem !== LONG_JUMP) throw problem;
        machine.setThrew(1, 0);
      }
      return undefined;
    },
    _emscripten_throw_longjmp() {
      throw LONG_JUMP;
    },
    emscripten_resize_heap(bytes = 0) {
      // An unsigned size comes as a signed one.
      if (grow(bytes >>> 0)) return 1;
      onRefused();
      return 0;
    },
    emscripten_date_now: () => 0,
    environ_sizes_get: () => 0,
    environ_get: () => 0,
  };
  const memory = options.memory ?? newMemory(memoryBytes);
  const imports: Record<string, Record<string, Native | SharedMemory>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = name === "memory" ? memory : (services[name] ?? unavailable);
  }
  // Starting a copy writes what its data begins with over what is there.
  const found = options.memory && new Uint8Array(memory.buffer).slice(0, FIRST_PAGES * PAGE);
  // The build checks that this is the binary it knows, so these are its exports.
  const machine = new WebAssembly.Instance(module, imports).exports as Machine;
  const table = machine.__indirect_function_table;
  machine.emscripten_stack_init();
  const heapBase = machine.emscripten_stack_get_base();
  const dataEnd = machine.emscripten_stack_get_end();
  const views = () => ({ bytes: new Uint8Array(memory.buffer), words: new Int32Array(memory.buffer) });
  if (found) new Uint8Array(memory.buffer).set(found.subarray(0, dataEnd));
  else machine.__wasm_call_ctors();

  const grow = (bytes: number): boolean => {
    if (bytes > heapBase + memoryBytes) return false;
    try {
      memory.grow(Math.ceil((bytes - lua.bytes.length) / PAGE));
    } catch {
      return false;
    }
    Object.assign(lua, views());
    return true;
  };
  const heapEnd = (): number => lua.words[HEAP_END >> 2] || heapBase;

  const lua: LuaInstance = {
    ...machine,
    memory,
    ...views(),
    addFunction(fn, signature) {
      const index = table.grow(1);
      table.set(index, callable(fn, signature));
      return index;
    },
    onFuelOut(address) {
      machine.fuelOut.value = address;
    },
    heapBytes: () => heapEnd() - heapBase,
    image: () => ({ data: lua.bytes.slice(0, dataEnd), heap: lua.bytes.slice(heapBase, heapEnd()) }),
    restore({ data, heap }) {
      lua.bytes.set(data, 0);
      lua.bytes.set(heap, heapBase);
      machine.stackRestore(heapBase);
    },
  };
  return lua;
}

function newMemory(memoryBytes: number): SharedMemory {
  const maximum = FIRST_PAGES + Math.ceil(memoryBytes / PAGE);
  return new WebAssembly.Memory({ initial: FIRST_PAGES, maximum, shared: true });
}

/** Files, programs, environment and exits do not exist in here. */
const unavailable = (): number => -1;

const wrappers = new Map<string, object>();

/** Only functions of WebAssembly fit into its tables: one that does nothing but call another. */
function callable(fn: Native, signature: string): unknown {
  const wrapper = wrappers.get(signature) ?? new WebAssembly.Module(wrapperOf(signature));
  wrappers.set(signature, wrapper);
  const { exports } = new WebAssembly.Instance(wrapper, { e: { f: fn } });
  return (exports as { f: unknown }).f;
}

function wrapperOf(signature: string): Uint8Array {
  const i32 = 0x7f;
  const parameters = Array.from(signature.slice(1), () => i32);
  const results = signature.startsWith("v") ? [] : [i32];
  const type = [0x60, parameters.length, ...parameters, results.length, ...results];
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, type.length + 1, 1, ...type],
    ...[2, 7, 1, 1, 0x65, 1, 0x66, 0, 0],
    ...[7, 5, 1, 1, 0x66, 0, 0],
  ]);
}
