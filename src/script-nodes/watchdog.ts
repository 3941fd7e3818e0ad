import type { ModuleId } from "#engine/patch.ts";

/** Notices a script thread that stays inside one script too long, or does not answer at all. */
export interface Watchdog {
  /** A new thread begins; `flag` is the memory it shares, as in the protocol. */
  begin(flag: Int32Array | undefined): void;
  expect(number: number): void;
  answered(number: number): void;
  entered(module: ModuleId | undefined): void;
  /** The script that runs now, as far as is known. */
  running(): ModuleId | undefined;
  /** To be called every so often. */
  check(): void;
}

/** The most one check counts, so that a pause of this thread is not taken for one of the other. */
const LONGEST_STEP_MS = 100;

/** So many times longer a thread may be silent outside any script: it may have a patch of thousands of modules to read. */
const OUTSIDE = 10;
/** The same before its first answer, while its program is fetched and made ready. */
const STARTING = 60;

/** `onStuck` is called once a script has run for `killMs` on end without its thread answering, or far longer outside any script. */
export function createWatchdog(killMs: number, now: () => number, onStuck: () => void): Watchdog {
  let flag: Int32Array | undefined;
  let current: ModuleId | undefined;
  let owed = 0;
  let progress = 0;
  let seen = -1;
  let stuck = 0;
  let last = now();
  let hasAnswered = false;

  const running = (): ModuleId | undefined => {
    if (!flag) return current;
    const word = Atomics.load(flag, 0);
    return word === 0 ? undefined : word - 1;
  };

  return {
    begin(shared) {
      flag = shared;
      current = undefined;
      owed = 0;
      stuck = 0;
      hasAnswered = false;
    },
    expect(number) {
      owed = number;
    },
    answered(number) {
      progress++;
      hasAnswered = true;
      current = undefined;
      if (number === owed) owed = 0;
    },
    entered(module) {
      progress++;
      current = module;
    },
    running,
    check() {
      const elapsed = Math.min(LONGEST_STEP_MS, now() - last);
      last = now();
      const mark = progress + (flag ? Atomics.load(flag, 1) : 0);
      const isInside = running() !== undefined;
      if (owed === 0 || mark !== seen) {
        seen = mark;
        stuck = 0;
        return;
      }
      stuck += elapsed;
      if (stuck < killMs * (isInside ? 1 : hasAnswered ? OUTSIDE : STARTING)) return;
      stuck = 0;
      onStuck();
    },
  };
}
