import {
  FUNCTION,
  fail,
  HANDLE,
  type HostBinding,
  HostRefusal,
  type ScriptEngineBridge,
  type ScriptEnginePlugin,
  type ScriptFn,
  type ScriptValue,
  succeed,
} from "#script-nodes/bridge.ts";
import { checkArguments } from "#script-nodes/check-arguments.ts";
import type { HostApiTable } from "#script-nodes/host-api-types.ts";

/**
 * A language as small as one can be, to show that the runtime knows none. Each line is a call in JSON, like `["setParam", "kick", "volume", 1]`;
 * `{ "fn": [...] }` as an argument is a function that makes that call. `["fail", "words"]` fails, `["maybe"]` fails while `isFailing` says so,
 * `["break"]` leaves the engine poisoned, `["throw"]` breaks the bridge's own promise.
 */
export function toyPlugin(isFailing: () => boolean = () => false): ScriptEnginePlugin {
  return {
    apiVersion: 1,
    id: "toy",
    aliases: ["t"],
    extensions: [".toy"],
    displayName: "Toy",
    features: { interrupt: "none", memoryLimit: false, exactLines: true },
    create: async () => createToy(isFailing),
  };
}

/** Thrown through the bridge, which no language may do. */
class Rampage extends Error {}

function createToy(isFailing: () => boolean): ScriptEngineBridge {
  let table: HostApiTable | undefined;
  let host: HostBinding | undefined;
  let generation = 0;
  let poisoned = false;
  let print: (line: string) => void = () => {};
  let functions = new Map<number, readonly unknown[]>();

  const run = (call: readonly unknown[]): ScriptValue => {
    const [name, ...rest] = call;
    if (name === "fail") throw new HostRefusal(String(rest[0]));
    if (name === "print") {
      print(String(rest[0]));
      return null;
    }
    if (name === "throw") throw new Rampage("out of memory");
    if (name === "maybe") {
      if (isFailing()) throw new HostRefusal("it fails now");
      return null;
    }
    if (name === "break") {
      poisoned = true;
      throw new HostRefusal("broken");
    }
    const path = String(name);
    const declared = table?.functions[path];
    if (!declared || !host) throw new HostRefusal(`no ${path}`);
    const colon = path.indexOf(":");
    const self: ScriptValue[] = colon < 0 ? [] : [{ is: HANDLE, kind: path.slice(0, colon), id: 0 }];
    return host.invoke(path, checkArguments(path, declared, [...self, ...rest.map(valueFrom)]));
  };
  const valueFrom = (value: unknown): ScriptValue => {
    if (typeof value !== "object" || value === null || !("fn" in value)) return value as ScriptValue;
    const ref = functions.size + 1;
    functions.set(ref, value.fn as readonly unknown[]);
    return { is: FUNCTION, ref, generation };
  };

  return {
    inject(given, binding) {
      table = given;
      host = binding;
    },
    load({ source, chunk }) {
      const before = { functions, generation };
      functions = new Map();
      generation++;
      for (const [index, line] of source.split("\n").entries()) {
        try {
          if (line.trim() !== "") run(JSON.parse(line) as readonly unknown[]);
        } catch (problem) {
          if (problem instanceof Rampage) throw problem;
          ({ functions, generation } = before);
          return fail("runtime", problem instanceof Error ? problem.message : "?", { chunk, line: index + 1 });
        }
      }
      return succeed(null);
    },
    call(fn: ScriptFn) {
      const call = fn.generation === generation ? functions.get(fn.ref) : undefined;
      if (!call) return fail("stale", "stale");
      try {
        return succeed(run(call));
      } catch (problem) {
        return fail("runtime", problem instanceof Error ? problem.message : "?");
      }
    },
    release: (fn) => void functions.delete(fn.ref),
    setOutput(sink) {
      print = sink;
    },
    stats: () => ({ memoryBytes: 0, liveCallbacks: functions.size, poisoned }),
    dispose: () => functions.clear(),
  };
}
