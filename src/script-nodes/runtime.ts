import type { ModuleId } from "#engine/patch.ts";
import type { ScriptPort } from "#engine/script-content.ts";
import { createAnswerChain } from "./answer-chain.ts";
import { fail, type ScriptError, type ScriptErrorKind, type ScriptResult, type ScriptValue } from "./bridge.ts";
import { createFrameShare, type FrameCost } from "./frame-share.ts";
import {
  type CarriedScript,
  type Frame,
  type RunningScript,
  type RunningScriptOptions,
  type ScriptText,
  startScript,
} from "./running-script.ts";
import { createScriptSession, type Drive, type ScriptEvent } from "./script-session.ts";

export interface RuntimeOptions extends Omit<RunningScriptOptions, "frame"> {
  readonly onPorts: (module: ModuleId, inputs: readonly ScriptPort[], outputs: readonly ScriptPort[]) => void;
  /** Called before script code runs, and with undefined after: lets a watchdog name who is stuck. */
  readonly onEnter?: (module: ModuleId | undefined) => void;
  /** Called before a script has its turn, when all of those before it are through with theirs. */
  readonly onTurn?: () => void;
  /** Called with what another thread needs to go on with a script, whenever that changes. Left out where threads share no memory. */
  readonly onCarry?: (module: ModuleId, carried: CarriedScript) => void;
}

/** Runs the scripts of a patch, each in an engine of its own. It knows no language. */
export interface ScriptRuntime {
  /** Runs a script for a module, or replaces the one it runs: on an error what ran before goes on. */
  load(module: ModuleId, text: ScriptText): Promise<ScriptResult<ScriptValue>>;
  /** Goes on with a script of a thread that ended, which ran this text; where that can't be, it is loaded. */
  carryOn(module: ModuleId, text: ScriptText, carried: CarriedScript): Promise<unknown>;
  detach(module: ModuleId): void;
  /**
   * Calls every state callback with the replica's state, but not those of the scripts in `except`.
   * `answered`: all of the change was made by scripts that answered the one before.
   */
  stateChanged(except: ReadonlySet<ModuleId>, answered: boolean): void;
  frame(frame: Frame): void;
  /** Makes engines anew that broke since it was last called; answers nothing when none did. */
  mend(): Promise<void> | undefined;
  takeDrives(): readonly Drive[];
  /** Every {@link FRAMES_PER_COST} frames what each script's callbacks cost lately; else nothing. */
  takeCosts(): readonly FrameCost[];
  liveCallbacks(): number;
  dispose(): void;
}

/** Frames between two tellings of the costs: twice a second. */
const FRAMES_PER_COST = 30;
/** Errors that mean a callback was cut off. */
const STOPS: ReadonlySet<ScriptErrorKind> = new Set(["budget", "memory", "limit", "poisoned"]);
/** Seconds that scripts which answer each other without end hear of no change. */
const DEAF_SECONDS = 1;
/** Stands for the answers of a script, where errors are kept by callback. */
const ANSWERING = -1;

/** A runtime without scripts. */
export function createScriptRuntime(options: RuntimeOptions): ScriptRuntime {
  const { replica, limits, now } = options;
  const scripts = new Map<ModuleId, RunningScript>();
  const broken = new Set<ModuleId>();
  const share = createFrameShare(limits.frameShareMs);
  const chain = createAnswerChain();
  let frame: Frame = { seconds: 0, beat: 0 };
  let framesCosted = 0;
  const surroundings: RunningScriptOptions = { ...options, frame: () => frame };

  const enter = <T>(module: ModuleId, run: () => T): T => {
    options.onEnter?.(module);
    try {
      return run();
    } finally {
      options.onEnter?.(undefined);
    }
  };

  /** Loads into an engine; an unsuccessful load leaves patch, session and what it drives as they were. */
  const loadInto = (module: ModuleId, script: RunningScript, text: ScriptText): ScriptResult<ScriptValue> => {
    options.onTurn?.();
    const before = script.session;
    let result: ScriptResult<ScriptValue> = fail("runtime", "The script did not run.");
    replica.attempt(() => {
      script.session = createScriptSession(module);
      const unit = { source: text.source, chunk: text.chunk, seed: seedOf(replica.snapshot().patch.seed, module) };
      result = enter(module, () => script.load(unit));
      return result.ok;
    });
    if (!result.ok) {
      script.session = before;
      return result;
    }
    script.text = text;
    scripts.set(module, script);
    options.onPorts(module, script.session.inputs, script.session.outputs);
    return result;
  };

  const noteCarry = (module: ModuleId, script: RunningScript): void => {
    const carried = options.onCarry && script.carry();
    if (carried) options.onCarry?.(module, carried);
  };

  /** Puts a script whose engine broke into a new one. */
  const restart = async (module: ModuleId, script: RunningScript): Promise<void> => {
    script.dispose();
    scripts.delete(module);
    const fresh = await startScript(module, script.text, surroundings, script.health);
    const result = fresh.ok ? loadInto(module, fresh.value, script.text) : fresh;
    if (result.ok) return;
    if (fresh.ok) fresh.value.dispose();
    options.onReport({ module, about: "run", state: "failed", error: result.error });
  };

  const failed = (module: ModuleId, script: RunningScript, callback: number, error: ScriptError): void => {
    const isBroken = script.isBroken();
    if (isBroken) broken.add(module);
    script.health.failed(callback, error, isBroken || STOPS.has(error.kind), frame.seconds);
  };

  const callAll = (module: ModuleId, script: RunningScript, event: ScriptEvent, args: readonly ScriptValue[]): void => {
    const { session, health } = script;
    session.answering = event === "state";
    for (const fn of session.callbacks(event)) {
      const result = enter(module, () => script.call(fn, args));
      if (result.ok) health.good(fn.ref);
      // A callback may take away a later one.
      else if (result.error.kind !== "stale") failed(module, script, fn.ref, result.error);
      if (broken.has(module) || health.isResting(frame.seconds)) break;
    }
    session.answering = false;
    noteCarry(module, script);
    health.keep((callback) => callback === ANSWERING || session.has(callback));
  };

  const isOff = (module: ModuleId): boolean => replica.snapshot().patch.modules.get(module)?.bypassed === true;

  const dispatch = (event: ScriptEvent, isMeant: (module: ModuleId) => boolean, args: readonly ScriptValue[]): void => {
    for (const [module, script] of [...scripts]) {
      if (broken.has(module) || isOff(module) || script.health.isResting(frame.seconds) || !isMeant(module)) continue;
      options.onTurn?.();
      const began = now();
      callAll(module, script, event, args);
      share.took(module, now() - began);
      if (script.session.takeAnswered()) chain.answers(module);
    }
  };

  const quieten = (modules: readonly ModuleId[]): void => {
    const names = modules.map((module) => `“${scripts.get(module)?.text.chunk ?? module}”`);
    const message = `${names.join(" and ")} answer each other without end. They hear of no change for ${DEAF_SECONDS} s.`;
    for (const module of modules) {
      const script = scripts.get(module);
      if (!script) continue;
      script.deafUntil = frame.seconds + DEAF_SECONDS;
      script.health.failed(ANSWERING, { kind: "limit", message, chunk: script.text.chunk }, false, frame.seconds);
    }
  };

  /** Who was deaf hears how things stand now. */
  const wake = (): void => {
    const awake = [...scripts].filter(([, { deafUntil }]) => deafUntil > 0 && deafUntil <= frame.seconds);
    if (awake.length === 0) return;
    for (const [, script] of awake) {
      script.deafUntil = 0;
      script.health.good(ANSWERING);
    }
    dispatch("state", (module) => awake.some(([one]) => one === module), [replica.state()]);
  };

  const runtime: ScriptRuntime = {
    async load(module, text) {
      const current = scripts.get(module);
      const reuse = current && !current.isCarried && current.text.language === text.language;
      const started = reuse ? ({ ok: true, value: current } as const) : await startScript(module, text, surroundings);
      if (!started.ok) {
        const state = started.error.kind === "language" && !current ? "disabled" : "failed";
        options.onReport({ module, about: "load", state, error: started.error });
        return started;
      }
      const result = loadInto(module, started.value, text);
      if (result.ok) {
        if (!reuse) current?.dispose();
        broken.delete(module);
        started.value.health.begin();
        started.value.deafUntil = 0;
        noteCarry(module, started.value);
        options.onReport({ module, about: "load", state: "running" });
        return result;
      }
      if (!reuse) started.value.dispose();
      else if (started.value.isBroken()) broken.add(module);
      options.onReport({ module, about: "load", state: "failed", error: result.error });
      return result;
    },
    async carryOn(module, text, carried) {
      const started = await startScript(module, text, surroundings, undefined, carried);
      if (!started.ok) return runtime.load(module, text);
      scripts.set(module, started.value);
      options.onReport({ module, about: "load", state: "running" });
      return started;
    },
    detach(module) {
      scripts.get(module)?.dispose();
      scripts.delete(module);
      broken.delete(module);
      share.forget(module);
    },
    stateChanged(except, answered) {
      chain.begin(answered);
      const hears = (module: ModuleId) => !except.has(module) && (scripts.get(module)?.deafUntil ?? 0) <= frame.seconds;
      dispatch("state", hears, [replica.state()]);
      const endless = chain.endless();
      if (endless.length > 0) quieten(endless);
    },
    frame(moment) {
      frame = moment;
      framesCosted++;
      wake();
      dispatch("frame", share.isDue, [moment.seconds, moment.beat]);
      share.frameDone(moment.seconds);
    },
    mend() {
      if (broken.size === 0) return undefined;
      const ill = [...broken].flatMap((module) => {
        const script = scripts.get(module);
        return script ? [[module, script] as const] : [];
      });
      broken.clear();
      return (async () => {
        for (const [module, script] of ill) await restart(module, script);
      })();
    },
    takeDrives: () =>
      [...scripts.values()].flatMap(({ session }) =>
        session.takeDrives().map((drive) => ({ ...drive, module: replica.resolve(drive.module) })),
      ),
    takeCosts() {
      if (framesCosted < FRAMES_PER_COST) return [];
      framesCosted = 0;
      return share.costs();
    },
    liveCallbacks: () => [...scripts.values()].reduce((sum, script) => sum + script.liveCallbacks(), 0),
    dispose() {
      for (const script of scripts.values()) script.dispose();
      scripts.clear();
    },
  };
  return runtime;
}

/** Every script its own chance, the same in every render. Mixing step of MurmurHash3. */
function seedOf(patchSeed: number, module: ModuleId): number {
  let mixed = Math.imul(patchSeed ^ Math.imul(module, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
