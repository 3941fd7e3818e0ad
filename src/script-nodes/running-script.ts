import type { ModuleId } from "#engine/patch.ts";
import {
  type CarriedEngine,
  type EngineSurroundings,
  fail,
  type ScriptEngineBridge,
  type ScriptError,
  type ScriptFn,
  type ScriptResult,
  type ScriptUnit,
  type ScriptValue,
} from "./bridge.ts";
import { HOST_API } from "./host-api.ts";
import { createHostBinding } from "./host-binding.ts";
import { limitOutput } from "./output-limit.ts";
import type { ScriptEngineRegistry } from "./registry.ts";
import type { Replica } from "./replica.ts";
import { createScriptHealth, type ScriptHealth } from "./script-health.ts";
import { type CarriedSession, createScriptSession, type ScriptSession } from "./script-session.ts";

/** A script to run. */
export interface ScriptText {
  /** Id, alias or file name of its language. */
  readonly language: string;
  readonly source: string;
  /** What errors name it by. */
  readonly chunk: string;
}

/** A moment of the picture. */
export interface Frame {
  readonly seconds: number;
  readonly beat: number;
}

/** What became of a script. */
export interface ScriptReport {
  readonly module: ModuleId;
  /** `load`: once after each text it was given. `run`: whenever it changes how its callbacks do. */
  readonly about: "load" | "run";
  /**
   * `failed` goes on with what it had, if it had anything; `resting` calls nothing for a while and then tries again;
   * `disabled`: its language is missing.
   */
  readonly state: "running" | "failed" | "resting" | "disabled";
  readonly error?: ScriptError;
}

/** A script as another thread can go on with it, where the one it runs in ends. */
export interface CarriedScript {
  readonly engine: CarriedEngine;
  readonly session: CarriedSession;
}

/** An engine of its own with the script in it, kept from breaking anything else: what it throws is an answer. */
export interface RunningScript {
  readonly health: ScriptHealth;
  /** What the load that runs has set up; the caller puts a new one here before a load. */
  session: ScriptSession;
  text: ScriptText;
  /** Seconds of the engine until which it hears of no change. */
  deafUntil: number;
  load(unit: ScriptUnit): ScriptResult<ScriptValue>;
  call(fn: ScriptFn, args: readonly ScriptValue[]): ScriptResult<ScriptValue>;
  /** It was cut off in the middle of something and must be made anew. */
  isBroken(): boolean;
  /** It came from another thread: its engine loads nothing any more. */
  readonly isCarried: boolean;
  /** What another thread needs to go on with it; undefined while the last answer still holds. */
  carry(): CarriedScript | undefined;
  liveCallbacks(): number;
  dispose(): void;
}

export interface RunningScriptOptions extends Omit<EngineSurroundings, "carried"> {
  readonly languages: ScriptEngineRegistry;
  readonly replica: Replica;
  readonly input: (module: ModuleId, key: string) => number | undefined;
  readonly onReport: (report: ScriptReport) => void;
  readonly onLine: (module: ModuleId, line: string) => void;
  /** Seconds since 1970 now, as scripts see them. */
  readonly epoch: () => number;
  /** The frame that was last. */
  readonly frame: () => Frame;
}

/**
 * Starts an engine for a text, which is not loaded yet, or is running already where it is `carried`. Refuses when the language is unknown
 * or does not start.
 */
export async function startScript(
  module: ModuleId,
  text: ScriptText,
  options: RunningScriptOptions,
  health = createScriptHealth((state, error) =>
    options.onReport({ module, about: "run", state, ...(error ? { error } : {}) }),
  ),
  carried?: CarriedScript,
): Promise<ScriptResult<RunningScript>> {
  const { languages, replica, now, limits, onProgress, frame } = options;
  const language = languages.resolve(text.language);
  if (!language.ok) return fail("language", language.reason);
  let bridge: ScriptEngineBridge;
  try {
    bridge = await language.value.create({
      now,
      limits,
      ...(onProgress && { onProgress }),
      ...(carried && { carried: carried.engine }),
    });
  } catch (problem) {
    return fail("limit", `${language.value.displayName} could not be started: ${said(problem)}`);
  }
  let broken = false;
  const guarded = <T>(run: () => ScriptResult<T>): ScriptResult<T> => {
    try {
      return run();
    } catch (problem) {
      broken = true;
      return fail("limit", `${language.value.displayName} broke off: ${said(problem)}.`, { chunk: text.chunk });
    }
  };
  const script: RunningScript = {
    health,
    session: createScriptSession(module, carried?.session),
    isCarried: carried !== undefined,
    text,
    deafUntil: 0,
    load: (unit) => guarded(() => bridge.load(unit)),
    call: (fn, args) => guarded(() => bridge.call(fn, args)),
    carry() {
      const engine = bridge.carry?.();
      return engine && { engine, session: script.session.carry() };
    },
    isBroken: () => broken || bridge.stats().poisoned,
    liveCallbacks: () => bridge.stats().liveCallbacks,
    dispose: () => void guarded(() => ({ ok: true, value: bridge.dispose() })),
  };
  bridge.inject(
    HOST_API,
    createHostBinding({
      replica,
      session: () => script.session,
      release: (fn) => bridge.release(fn),
      beat: () => frame().beat,
      time: () => ({ clock: frame().seconds, epoch: options.epoch() }),
      input: options.input,
    }),
  );
  const output = limitOutput(limits.linesPerSecond, now, (line) => options.onLine(module, line));
  bridge.setOutput((line) => output.print(line));
  return { ok: true, value: script };
}

const said = (problem: unknown): string => (problem instanceof Error ? problem.message : String(problem));
