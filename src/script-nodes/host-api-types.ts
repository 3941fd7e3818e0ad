import type { ScriptFn, ScriptHandle, ScriptRecord, ScriptValue } from "./bridge.ts";

/** Kinds of handle a script can hold. */
export type HandleKind =
  | "Engine"
  | "Clock"
  | "ModuleRegistry"
  | "Module"
  | "ConnectionManager"
  | "ParameterRouter"
  | "PatternRuntime"
  | "Input"
  | "Output";

/**
 * Type of an argument or result. `scalar` is a number, string or boolean; `table` a record or list; `module` a module handle or a name;
 * `port` `"name.port"`, a module's name or a handle.
 */
export type ApiType =
  | "nothing"
  | "number"
  | "integer"
  | "string"
  | "boolean"
  | "scalar"
  | "function"
  | "table"
  | "any"
  | "module"
  | "port"
  | `handle ${HandleKind}`;

/** One argument of a host function; optional ones come last. */
export interface ApiParameter {
  readonly name: string;
  readonly type: ApiType;
  readonly optional?: true;
}

/** One thing a script can call, with all that completion, checks and reference know of it. */
export interface HostFunction {
  readonly parameters: readonly ApiParameter[];
  readonly returns: ApiType;
  /** One or two sentences for completion, hover and reference. */
  readonly doc: string;
  /** A line of Lua. */
  readonly example: string;
}

/** Functions by path: `name` is global, `Kind:name` a method of a handle. */
export type HostFunctions = Readonly<Record<string, HostFunction>>;

/** Everything a script can call. */
export interface HostApiTable {
  readonly version: 1;
  readonly functions: HostFunctions;
  /** Handles that exist as global variables. */
  readonly globals: Readonly<Record<string, HandleKind>>;
}

type ValueOf<T extends ApiType> = T extends "number" | "integer"
  ? number
  : T extends "string"
    ? string
    : T extends "boolean"
      ? boolean
      : T extends "scalar"
        ? number | string | boolean
        : T extends "function"
          ? ScriptFn
          : T extends "table"
            ? ScriptRecord | readonly ScriptValue[]
            : T extends "module" | "port"
              ? string | ScriptHandle
              : T extends `handle ${string}`
                ? ScriptHandle
                : ScriptValue;

/** The arguments an implementation of a table entry gets; a method's handle comes first. */
export type ArgumentsOf<P extends readonly ApiParameter[]> = {
  readonly [I in keyof P]: P[I] extends { readonly optional: true; readonly type: infer T extends ApiType }
    ? ValueOf<T> | null
    : P[I] extends { readonly type: infer T extends ApiType }
      ? ValueOf<T>
      : never;
};
