import type { ModuleId } from "#engine/patch.ts";
import type { ScriptPort } from "#engine/script-content.ts";
import {
  type EngineSurroundings,
  fail,
  formatScriptError,
  type ScriptEngineBridge,
  type ScriptError,
  type ScriptResult,
  type ScriptValue,
} from "./bridge.ts";
import { HOST_API } from "./host-api.ts";
import { createHostBinding } from "./host-binding.ts";
import { limitOutput } from "./output-limit.ts";
import type { ScriptEngineRegistry } from "./registry.ts";
import type { Replica } from "./replica.ts";
import { createScriptSession, type Drive, type ScriptEvent, type ScriptSession } from "./script-session.ts";

/** A script to run. */
export interface ScriptText {
  /** Id, alias or file name of its language. */
  readonly language: string;
  readonly source: string;
  /** What errors name it by. */
  readonly chunk: string;
}

/** What became of a script, told once after each load and each error. */
export interface ScriptReport {
  readonly module: ModuleId;
  /** `failed` runs on with what it had; `disabled` runs no more until it is edited or restarted. */
  readonly state: "running" | "failed" | "disabled";
  readonly error?: ScriptError;
}

/** A moment of the picture. */
export interface Frame {
  readonly seconds: number;
  readonly beat: number;
  readonly epoch: number;
}

export interface RuntimeOptions extends EngineSurroundings {
  readonly languages: ScriptEngineRegistry;
  readonly replica: Replica;
  readonly input: (module: ModuleId, key: string) => number | undefined;
  readonly onReport: (report: ScriptReport) => void;
  readonly onLine: (module: ModuleId, line: string) => void;
  readonly onPorts: (module: ModuleId, inputs: readonly ScriptPort[], outputs: readonly ScriptPort[]) => void;
  /** Called before script code runs, and with undefined after: lets a watchdog name who is stuck. */
  readonly onEnter?: (module: ModuleId | undefined) => void;
}

/** Runs the scripts of a patch, each in an engine of its own. It knows no language. */
export interface ScriptRuntime {
  /** Runs a script for a module, or replaces the one it runs: on an error what ran before goes on. */
  load(module: ModuleId, text: ScriptText): Promise<ScriptResult<ScriptValue>>;
  detach(module: ModuleId): void;
  /** Calls every state callback with the replica's state, but not those of the scripts in `except`. */
  stateChanged(except: ReadonlySet<ModuleId>): void;
  frame(frame: Frame): void;
  takeDrives(): readonly Drive[];
  /** Every {@link FRAMES_PER_COST} frames: milliseconds a frame each script's callbacks took since; else nothing. */
  takeCosts(): readonly (readonly [module: ModuleId, ms: number])[];
  liveCallbacks(): number;
  dispose(): void;
}

/** Frames over which a script's cost is averaged: twice a second. */
const FRAMES_PER_COST = 30;

interface Running {
  readonly bridge: ScriptEngineBridge;
  session: ScriptSession;
  text: ScriptText;
  /** The last callback error told, so that one a frame is told once. */
  told: string | undefined;
}

/** A runtime without scripts. */
export function createScriptRuntime(options: RuntimeOptions): ScriptRuntime {
  const { languages, replica, limits, now } = options;
  const scripts = new Map<ModuleId, Running>();
  const costs = new Map<ModuleId, number>();
  let frame: Frame = { seconds: 0, beat: 0, epoch: 0 };
  let framesCosted = 0;

  const enter = <T>(module: ModuleId, run: () => T): T => {
    options.onEnter?.(module);
    try {
      return run();
    } finally {
      options.onEnter?.(undefined);
    }
  };

  const start = async (module: ModuleId, text: ScriptText): Promise<ScriptResult<Running>> => {
    const language = languages.resolve(text.language);
    if (!language.ok) return fail("language", language.reason);
    let bridge: ScriptEngineBridge;
    try {
      bridge = await language.value.create({ now, limits });
    } catch (problem) {
      const said = problem instanceof Error ? problem.message : String(problem);
      return fail("language", `${language.value.displayName} could not be started: ${said}`);
    }
    const running: Running = { bridge, session: createScriptSession(module), text, told: undefined };
    bridge.inject(
      HOST_API,
      createHostBinding({
        replica,
        session: () => running.session,
        release: (fn) => bridge.release(fn),
        beat: () => frame.beat,
        time: () => ({ clock: frame.seconds, epoch: frame.epoch }),
        input: options.input,
      }),
    );
    const output = limitOutput(limits.linesPerSecond, now, (line) => options.onLine(module, line));
    bridge.setOutput((line) => output.print(line));
    return { ok: true, value: running };
  };

  /** Loads into an engine; an unsuccessful load leaves patch, session and what it drives as they were. */
  const loadInto = (module: ModuleId, running: Running, text: ScriptText): ScriptResult<ScriptValue> => {
    const before = running.session;
    let result: ScriptResult<ScriptValue> = fail("runtime", "The script did not run.");
    replica.attempt(() => {
      running.session = createScriptSession(module);
      const unit = { source: text.source, chunk: text.chunk, seed: seedOf(replica.snapshot().patch.seed, module) };
      result = enter(module, () => running.bridge.load(unit));
      return result.ok;
    });
    if (!result.ok) {
      running.session = before;
      return result;
    }
    running.text = text;
    running.told = undefined;
    scripts.set(module, running);
    options.onPorts(module, running.session.inputs, running.session.outputs);
    return result;
  };

  const disable = (module: ModuleId, error: ScriptError): void => {
    scripts.get(module)?.bridge.dispose();
    scripts.delete(module);
    options.onReport({ module, state: "disabled", error });
  };

  /** After a load that broke its engine: the version before it goes on in a new one. */
  const restore = async (module: ModuleId, text: ScriptText): Promise<void> => {
    const fresh = await start(module, text);
    if (fresh.ok && !loadInto(module, fresh.value, text).ok) fresh.value.bridge.dispose();
  };

  const failed = (module: ModuleId, running: Running, error: ScriptError): void => {
    if (running.bridge.stats().poisoned || error.kind === "memory" || error.kind === "budget") {
      disable(module, error);
      return;
    }
    const told = formatScriptError(error);
    if (running.told === told) return;
    running.told = told;
    options.onReport({ module, state: "failed", error });
  };

  const dispatch = (event: ScriptEvent, except: ReadonlySet<ModuleId>, args: readonly ScriptValue[]): void => {
    for (const [module, running] of [...scripts]) {
      if (except.has(module)) continue;
      const { session } = running;
      const began = now();
      session.answering = event === "state";
      for (const fn of session.callbacks(event)) {
        const result = enter(module, () => running.bridge.call(fn, args));
        // A callback may take away a later one.
        if (!result.ok && result.error.kind !== "stale") failed(module, running, result.error);
        if (scripts.get(module) !== running) break;
      }
      session.answering = false;
      costs.set(module, (costs.get(module) ?? 0) + now() - began);
    }
  };

  return {
    async load(module, text) {
      const current = scripts.get(module);
      const reuse = current && current.text.language === text.language;
      const started: ScriptResult<Running> = reuse ? { ok: true, value: current } : await start(module, text);
      if (!started.ok) {
        options.onReport({ module, state: current ? "failed" : "disabled", error: started.error });
        return started;
      }
      const previous = current?.text;
      const result = loadInto(module, started.value, text);
      if (result.ok) {
        if (!reuse) current?.bridge.dispose();
        options.onReport({ module, state: "running" });
        return result;
      }
      if (!reuse) started.value.bridge.dispose();
      else if (started.value.bridge.stats().poisoned) {
        scripts.delete(module);
        started.value.bridge.dispose();
        if (previous) await restore(module, previous);
      }
      const goesOn = scripts.has(module);
      options.onReport({ module, state: goesOn ? "failed" : "disabled", error: result.error });
      return result;
    },
    detach(module) {
      scripts.get(module)?.bridge.dispose();
      scripts.delete(module);
    },
    stateChanged(except) {
      const state = [replica.state()];
      dispatch("state", except, state);
    },
    frame(moment) {
      frame = moment;
      framesCosted++;
      dispatch("frame", new Set(), [moment.seconds, moment.beat]);
    },
    takeDrives: () =>
      [...scripts.values()].flatMap(({ session }) =>
        session.takeDrives().map((drive) => ({ ...drive, module: replica.resolve(drive.module) })),
      ),
    takeCosts() {
      if (framesCosted < FRAMES_PER_COST) return [];
      const taken = [...costs].map(([module, ms]) => [module, ms / framesCosted] as const);
      costs.clear();
      framesCosted = 0;
      return taken;
    },
    liveCallbacks: () => [...scripts.values()].reduce((sum, { bridge }) => sum + bridge.stats().liveCallbacks, 0),
    dispose() {
      for (const { bridge } of scripts.values()) bridge.dispose();
      scripts.clear();
    },
  };
}

/** Every script its own chance, the same in every render. Mixing step of MurmurHash3. */
function seedOf(patchSeed: number, module: ModuleId): number {
  let mixed = Math.imul(patchSeed ^ Math.imul(module, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
