import { describe, expect, it } from "vitest";
import {
  DEFAULT_LIMITS,
  type HostBinding,
  HostRefusal,
  type ScriptEngineBridge,
  type ScriptEnginePlugin,
  type ScriptFn,
  type ScriptLimits,
  type ScriptValue,
} from "./bridge.ts";
import { HOST_API } from "./host-api.ts";
import { luaPlugin } from "./lua/lua-plugin.ts";
import { LANGUAGE_BINARIES } from "./node/language-binaries.ts";

/** What every language must be able to say; the suite knows nothing else of it. */
interface Language {
  readonly plugin: ScriptEnginePlugin;
  readonly call: (path: string) => string;
  readonly callback: string;
  readonly failingCallback: string;
  readonly endless: string;
  readonly endlessCaught: string;
  readonly hoarding: string;
  readonly syntaxErrorOnLine2: string;
  readonly runtimeErrorOnLine3: string;
  readonly refusalOnLine2: string;
  /** A frame callback that calls exec, then a call of exec. */
  readonly recursing: string;
  readonly chance: string;
  readonly prints: string;
}

const LANGUAGES: readonly Language[] = [
  {
    plugin: luaPlugin(LANGUAGE_BINARIES.lua),
    call: (path) => `return type(${path})`,
    callback: "engine:onFrame(function(a) return a end)",
    failingCallback: "engine:onFrame(function()\n  error('ouch')\nend)",
    endless: "while true do end",
    endlessCaught: "while true do pcall(function() while true do end end) end",
    hoarding: "local t = {} while true do t[#t + 1] = { 1, 2, 3 } end",
    syntaxErrorOnLine2: "local a = 1\nlocal b = = 2",
    runtimeErrorOnLine3: "local t\n\nreturn t.x",
    refusalOnLine2: "\nsetParam('kick', 'volume', 1)",
    recursing: "engine:onFrame(function() exec('x') end) exec('y')",
    chance: "return math.random(1000000)",
    prints: "print('a', 1, nil, true)",
  },
];

describe.each(LANGUAGES.map((language) => [language.plugin.id, language] as const))("%s", (_, language) => {
  const make = async (
    limits: Partial<ScriptLimits> = {},
    invoke: HostBinding["invoke"] = () => null,
  ): Promise<ScriptEngineBridge> => {
    const bridge = await language.plugin.create({
      now: () => performance.now(),
      limits: { ...DEFAULT_LIMITS, loadInstructions: 5_000_000, ...limits },
    });
    bridge.inject(HOST_API, { invoke, time: () => ({ clock: 0, epoch: 0 }) });
    return bridge;
  };
  const unit = (source: string) => ({ source, chunk: "m", seed: 7 });
  /** A bridge with one callback loaded. */
  const withCallback = async (source: string) => {
    let fn: ScriptFn | undefined;
    const bridge = await make({}, (_path, args) => {
      fn = args[1] as ScriptFn;
      return 1;
    });
    expect(bridge.load(unit(source)).ok).toBe(true);
    if (!fn) throw new Error("no callback");
    return { bridge, fn };
  };

  it("makes every path of the table callable", async () => {
    const seen: string[] = [];
    const bridge = await make({}, (path) => {
      seen.push(path);
      throw new HostRefusal("seen");
    });
    for (const path of Object.keys(HOST_API.functions).filter((name) => !name.includes(":"))) {
      expect(bridge.load(unit(language.call(path)))).toEqual({ ok: true, value: "function" });
    }
    expect(seen).toEqual([]);
  });

  it.each<[string, ScriptValue]>([
    ["a fraction", 0.1],
    ["a huge number", 1e300],
    ["a whole number", -42],
    ["a string with a zero byte", "a\0b"],
    ["letters beyond ASCII", "ąę 🐢"],
    ["true", true],
    ["a list", [1, "two", false]],
    ["a record", { a: 1, b: { c: [1, 2] } }],
  ])("gives back %s as it came", async (_name, value) => {
    const { bridge, fn } = await withCallback(language.callback);
    expect(bridge.call(fn, [value])).toEqual({ ok: true, value });
  });

  it("gives lines of errors", async () => {
    const bridge = await make({}, () => {
      throw new HostRefusal("There is no module called “kick”.");
    });
    expect(bridge.load(unit(language.syntaxErrorOnLine2))).toMatchObject({
      ok: false,
      error: { kind: "syntax", chunk: "m", line: 2 },
    });
    expect(bridge.load(unit(language.runtimeErrorOnLine3))).toMatchObject({
      ok: false,
      error: { kind: "runtime", chunk: "m", line: 3 },
    });
    expect(bridge.load(unit(language.refusalOnLine2))).toMatchObject({
      ok: false,
      error: { kind: "host", line: 2, message: "There is no module called “kick”." },
    });
    const { bridge: other, fn } = await withCallback(language.failingCallback);
    expect(other.call(fn, [])).toMatchObject({ ok: false, error: { kind: "runtime", line: 2, message: "ouch" } });
  });

  it("has the interrupt it claims", async () => {
    for (const source of [language.endless, language.endlessCaught]) {
      const bridge = await make();
      const result = bridge.load(unit(source));
      expect(result).toMatchObject({ ok: false, error: { kind: "budget", line: 1 } });
      expect(bridge.stats().poisoned).toBe(false);
      expect(bridge.load(unit(language.callback)).ok).toBe(true);
    }
    expect(language.plugin.features.interrupt).toBe("full");
  });

  it("stops by instructions alone, so that a render does not depend on the machine", async () => {
    const bridge = await make({ loadInstructions: 100_000 });
    expect(bridge.load(unit(language.endless))).toMatchObject({ ok: false, error: { kind: "budget" } });
  });

  it("has the memory limit it claims, and goes on below it", async () => {
    const bridge = await make({ memoryBytes: 4e6 });
    expect(bridge.load(unit(language.hoarding))).toMatchObject({ ok: false, error: { kind: "memory" } });
    expect(bridge.stats().memoryBytes).toBeLessThan(4e6);
    expect(bridge.load(unit(language.callback)).ok).toBe(true);
    expect(language.plugin.features.memoryLimit).toBe(true);
  });

  it("keeps the load before when one fails, and makes its functions stale when one succeeds", async () => {
    const { bridge, fn } = await withCallback(language.callback);
    bridge.load(unit(language.syntaxErrorOnLine2));
    expect(bridge.call(fn, [5])).toEqual({ ok: true, value: 5 });
    bridge.load(unit(language.callback));
    expect(bridge.call(fn, [5])).toMatchObject({ ok: false, error: { kind: "stale" } });
  });

  it("leaks nothing over 2000 reloads and 20000 calls", async () => {
    let fn: ScriptFn | undefined;
    const bridge = await make({}, (_path, args) => {
      fn = args[1] as ScriptFn;
      return 1;
    });
    bridge.load(unit(language.callback));
    const { memoryBytes } = bridge.stats();
    for (let version = 0; version < 2_000; version++) {
      bridge.load(unit(language.callback));
      for (let call = 0; call < 10; call++) if (fn) bridge.call(fn, [{ call }]);
    }
    expect(bridge.stats().liveCallbacks).toBe(1);
    expect(bridge.stats().memoryBytes).toBeLessThan(memoryBytes * 1.5);
    bridge.dispose();
    expect(bridge.stats().liveCallbacks).toBe(0);
  }, 60_000);

  it("stops host and script calling each other without end", async () => {
    let fn: ScriptFn | undefined;
    let innermost: unknown;
    let deepest = 0;
    let depth = 0;
    const bridge: ScriptEngineBridge = await make({ depth: 5 }, (path, args) => {
      if (path === "Engine:onFrame") fn = args[1] as ScriptFn;
      else if (fn) {
        deepest = Math.max(deepest, ++depth);
        const result = bridge.call(fn, []);
        if (!result.ok) innermost ??= result.error.kind;
        depth--;
      }
      return 1;
    });
    expect(bridge.load(unit(language.recursing)).ok).toBe(true);
    expect([innermost, deepest]).toEqual(["limit", 5]);
  });

  it("draws chance from the seed", async () => {
    const draw = async (seed: number) => (await make()).load({ source: language.chance, chunk: "m", seed });
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
  });

  it("prints to the sink", async () => {
    const bridge = await make();
    const lines: string[] = [];
    bridge.setOutput((line) => lines.push(line));
    bridge.load(unit(language.prints));
    expect(lines).toEqual(["a\t1\tnil\ttrue"]);
  });

  it("ends for good when disposed", async () => {
    const bridge = await make();
    bridge.dispose();
    bridge.dispose();
    expect(bridge.load(unit(language.callback))).toMatchObject({ ok: false, error: { kind: "stale" } });
  });
});
