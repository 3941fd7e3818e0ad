import type { HostApiTable } from "./host-api-types.ts";

/**
 * Data that may cross between a script and its host, whatever the language: no functions of the host, no class instances.
 * `null` stands for a language's own nothing. A frozen object reaches the script read-only; while it and what it holds
 * stay the same object, an engine may show the script the same value again.
 */
export type ScriptValue =
  | null
  | boolean
  | number
  | string
  | ScriptFn
  | ScriptHandle
  | readonly ScriptValue[]
  | ScriptRecord;

/** An object of plain data. */
export interface ScriptRecord {
  readonly [key: string]: ScriptValue;
}

/** Marks what is no plain data; no script can make up a symbol, so none can forge these. */
export const FUNCTION = Symbol("function");
export const HANDLE = Symbol("handle");

/** A function of the script, kept by the host until released. After a reload it is stale: calling it is refused. */
export interface ScriptFn {
  readonly is: typeof FUNCTION;
  readonly ref: number;
  /** Which load it came from. */
  readonly generation: number;
}

/** An opaque reference to something only the host owns. A script can hold it, pass it back and call its methods. */
export interface ScriptHandle {
  readonly is: typeof HANDLE;
  /** Names the methods it has in the host API table. */
  readonly kind: string;
  readonly id: number;
}

/** What a script may take before it is cut off, held back or ended. */
export interface ScriptLimits {
  /** Instructions of the language's own machine one load may run, whatever the time: so a busy machine changes nothing, and this repeats. */
  readonly loadInstructions: number;
  /** The same for one callback. Work of the host, like reading a state of thousands of modules, does not count. */
  readonly callbackInstructions: number;
  /** Bytes a script may hold. */
  readonly memoryBytes: number;
  /** How often host and script may call into each other before one returns. */
  readonly depth: number;
  /** Functions the host keeps for a script. */
  readonly callbacks: number;
  /** Lines a script may print each second; the rest is counted and dropped. */
  readonly linesPerSecond: number;
  /** Milliseconds of a frame all scripts together may take before the dearest are called less often; `Infinity` where nothing may depend on the machine. */
  readonly frameShareMs: number;
  /** Milliseconds after which the watchdog ends a worker in which nothing gets on any more. */
  readonly killMs: number;
}

/** The limits in the app. */
export const DEFAULT_LIMITS: ScriptLimits = {
  loadInstructions: 200_000_000,
  callbackInstructions: 20_000_000,
  memoryBytes: 32 * 1024 * 1024,
  depth: 16,
  callbacks: 256,
  linesPerSecond: 100,
  frameShareMs: 6,
  killMs: 1_000,
};

/**
 * What went wrong: `syntax` in the text, `runtime` in the script, `host` a refusal of the host API, `marshal` a value that can't cross,
 * `budget`, `memory` or `limit` a limit exceeded, `killed` by the watchdog, `stale` a function of an older load,
 * `poisoned` an engine that was cut off and must be made anew, `language` an unknown engine.
 */
export type ScriptErrorKind =
  | "syntax"
  | "runtime"
  | "host"
  | "marshal"
  | "budget"
  | "memory"
  | "limit"
  | "killed"
  | "stale"
  | "poisoned"
  | "language";

/** What went wrong in a script, and where. */
export interface ScriptError {
  readonly kind: ScriptErrorKind;
  /** A sentence, without file and line. */
  readonly message: string;
  /** Name of the text it happened in, as given to `load`. */
  readonly chunk?: string;
  /** Counted from 1. */
  readonly line?: number;
  readonly traceback?: string;
}

/** What a script answered, or what went wrong. */
export type ScriptResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ScriptError };

/** Whether a value is a script's function. */
export const isFunction = (value: ScriptValue): value is ScriptFn =>
  typeof value === "object" && value !== null && "is" in value && value.is === FUNCTION;
/** Whether a value is a reference to something of the host's. */
export const isHandle = (value: ScriptValue): value is ScriptHandle =>
  typeof value === "object" && value !== null && "is" in value && value.is === HANDLE;

/** Answers a value. */
export const succeed = <T>(value: T): ScriptResult<T> => ({ ok: true, value });
/** Answers an error; `message` is a sentence without file and line. */
export const fail = (
  kind: ScriptErrorKind,
  message: string,
  more: Partial<ScriptError> = {},
): { ok: false; error: ScriptError } => ({ ok: false, error: { kind, message, ...more } });

/** `file:line: message`, as the console and the command line show it. */
export function formatScriptError(error: ScriptError): string {
  const where =
    error.chunk === undefined ? "" : error.line === undefined ? error.chunk : `${error.chunk}:${error.line}`;
  return where ? `${where}: ${error.message}` : error.message;
}

/** Thrown by the host's side of a call; the engine makes it an error of the script, with the line of the call. */
export class HostRefusal extends Error {}

/** Does what a script asks. Arguments are already checked against the table. It throws {@link HostRefusal} to refuse. */
export interface HostBinding {
  invoke(path: string, args: readonly ScriptValue[]): ScriptValue;
  /** Seconds for the language's own clock functions: since the engine began, and since 1970. They repeat in a render. */
  time(): { readonly clock: number; readonly epoch: number };
}

/** What an engine can really do; each is probed by the compliance tests. */
export interface EngineFeatures {
  /** `full`: no script code can catch a spent budget. */
  readonly interrupt: "full" | "catchable" | "none";
  readonly memoryLimit: boolean;
  /** Errors carry the line they happened on. */
  readonly exactLines: boolean;
}

/** A text to load. */
export interface ScriptUnit {
  readonly source: string;
  /** Name errors are reported under: a file or a module. */
  readonly chunk: string;
  /** Seeds the language's random numbers. 32-bit unsigned. */
  readonly seed: number;
}

/** What an engine holds now. */
export interface EngineStats {
  readonly memoryBytes: number;
  readonly liveCallbacks: number;
  /** It was cut off in the middle of something and must be made anew. */
  readonly poisoned: boolean;
}

/** An engine as another thread can go on with it: data that can be posted, its memory shared. Only its own language reads it. */
export type CarriedEngine = object;

/** One engine of a language with one script in it. Nothing it does throws: errors are answers. */
export interface ScriptEngineBridge {
  /** Once, before the first load: every path of the table becomes callable in the script's own manner. */
  inject(table: HostApiTable, binding: HostBinding): void;
  /** Compiles and runs a text. On any error what was loaded before stays as it was, unless the engine is poisoned. */
  load(unit: ScriptUnit): ScriptResult<ScriptValue>;
  /** Calls a function the script gave. */
  call(fn: ScriptFn, args: readonly ScriptValue[]): ScriptResult<ScriptValue>;
  /** Lets go of a function. Unknown and stale ones are ignored. */
  release(fn: ScriptFn): void;
  /** Where `print` goes. */
  setOutput(sink: (line: string) => void): void;
  /**
   * What another thread needs to go on with this engine where it is, if this thread ends; undefined while the last answer still holds.
   * Left out where there is no such thing.
   */
  carry?(): CarriedEngine | undefined;
  stats(): EngineStats;
  /** Frees everything. Idempotent; later calls answer `stale`. */
  dispose(): void;
}

/** What an engine needs of the place it runs in. */
export interface EngineSurroundings {
  /** A clock in milliseconds that only measures costs; nothing a script sees comes from it. */
  readonly now: () => number;
  readonly limits: ScriptLimits;
  /** To be called every so often while script code runs: the watchdog takes who is silent for one that hangs. */
  readonly onProgress?: () => void;
  /** An engine of a thread that ended, to go on with instead of a new one. It can be called, but loads nothing any more. */
  readonly carried?: CarriedEngine;
}

/** A language. Anyone can add one without touching the rest: it only sees this file and the table's types. */
export interface ScriptEnginePlugin {
  readonly apiVersion: 1;
  readonly id: string;
  readonly aliases: readonly string[];
  /** File endings with their dot. */
  readonly extensions: readonly string[];
  readonly displayName: string;
  readonly features: EngineFeatures;
  create(surroundings: EngineSurroundings): Promise<ScriptEngineBridge>;
}
