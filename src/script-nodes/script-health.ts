import { formatScriptError, type ScriptError } from "./bridge.ts";
import { createRestSchedule } from "./rest-schedule.ts";

/** How the callbacks of one script do: an error is told once and taken back by the next good run; one stopped again and again rests. */
export interface ScriptHealth {
  /** A version begins: nothing is held against it. */
  begin(): void;
  /** A callback ran to its end. */
  good(callback: number): void;
  /** A callback failed. `stopped`: it was cut off at a limit. `seconds` is the engine's time. */
  failed(callback: number, error: ScriptError, stopped: boolean, seconds: number): void;
  /** Forgets the errors of callbacks that are gone. */
  keep(isThere: (callback: number) => boolean): void;
  /** Whether it rests; after a rest everything is tried again. */
  isResting(seconds: number): boolean;
}

/** Cut off so often within so many seconds, a script rests. */
const STOPS = 3;
const WITHIN = 10;

/** Calls `tell` when what is to be shown changes. */
export function createScriptHealth(
  tell: (state: "running" | "failed" | "resting", error?: ScriptError) => void,
): ScriptHealth {
  const failing = new Map<number, ScriptError>();
  const rests = createRestSchedule(STOPS, WITHIN);
  let shown: string | undefined;
  let restUntil: number | undefined;

  const show = (): void => {
    const error = [...failing.values()].at(-1);
    const text = error && formatScriptError(error);
    if (text === shown) return;
    shown = text;
    if (error) tell("failed", error);
    else tell("running");
  };

  return {
    begin() {
      failing.clear();
      rests.reset();
      shown = undefined;
      restUntil = undefined;
    },
    good(callback) {
      if (failing.delete(callback)) show();
    },
    failed(callback, error, stopped, seconds) {
      failing.delete(callback);
      failing.set(callback, error);
      restUntil = stopped ? rests.failed(seconds) : undefined;
      if (restUntil === undefined) return show();
      const rest = Math.round(restUntil - seconds);
      const message = `${error.message} This happened ${STOPS} times, so it rests for ${rest} seconds and then tries again.`;
      shown = formatScriptError({ ...error, message });
      tell("resting", { ...error, message });
    },
    keep(isThere) {
      if (failing.size === 0 || restUntil !== undefined) return;
      for (const callback of [...failing.keys()]) if (!isThere(callback)) failing.delete(callback);
      show();
    },
    isResting(seconds) {
      if (restUntil === undefined) return false;
      if (seconds < restUntil) return true;
      restUntil = undefined;
      failing.clear();
      show();
      return false;
    },
  };
}
