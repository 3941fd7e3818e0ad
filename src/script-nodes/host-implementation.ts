import type { ScriptValue } from "./bridge.ts";
import type { ApiPath, HOST_FUNCTIONS } from "./host-api.ts";
import type { ArgumentsOf } from "./host-api-types.ts";

/** One function for each entry of the table, its arguments typed by it. */
export type HostImplementation = {
  readonly [P in ApiPath]: (...args: ArgumentsOf<(typeof HOST_FUNCTIONS)[P]["parameters"]>) => ScriptValue;
};
