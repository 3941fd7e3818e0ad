import type { ModuleId } from "#engine/patch.ts";

/** Notices a script thread that stays inside one script too long, or does not answer at all. */
export interface Watchdog {
  /** A new thread begins; `flag` is the memory it shares, as in the protocol. */
  begin(flag: Int32Array | undefined): void;
  /** A message was sent. `patient`: its answer may take long, as where a program is fetched or a whole patch is read. */
  expect(number: number, patient: boolean): void;
  answered(number: number): void;
  entered(module: ModuleId | undefined): void;
  /** The script that runs now, as far as is known. */
  running(): ModuleId | undefined;
  /** To be called every so often. */
  check(): void;
}

/** The most one check counts, so that a pause of this thread is not taken for one of the other. */
const LONGEST_STEP_MS = 100;

/** So many times longer a thread may be silent outside any script, where it reads what changed: then it is dead. */
const OUTSIDE = 2;
/** The same where something may take long for good reason. */
const PATIENT = 60;

/** `onStuck` is called once a script has run for `killMs` on end without its thread answering, or far longer outside any script. */
export function createWatchdog(killMs: number, now: () => number, onStuck: () => void): Watchdog {
  let flag: Int32Array | undefined;
  let current: ModuleId | undefined;
  let owed: { readonly number: number; readonly patient: boolean }[] = [];
  let progress = 0;
  let seen = -1;
  let stuck = 0;
  let last = now();

  const running = (): ModuleId | undefined => {
    if (!flag) return current;
    const word = Atomics.load(flag, 0);
    return word === 0 ? undefined : word - 1;
  };

  return {
    begin(shared) {
      flag = shared;
      current = undefined;
      owed = [];
      stuck = 0;
    },
    expect(number, patient) {
      owed.push({ number, patient });
    },
    answered(number) {
      progress++;
      current = undefined;
      owed = owed.filter((one) => one.number > number);
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
      if (owed.length === 0 || mark !== seen) {
        seen = mark;
        stuck = 0;
        return;
      }
      stuck += elapsed;
      if (stuck < killMs * (isInside ? 1 : owed[0]?.patient ? PATIENT : OUTSIDE)) return;
      stuck = 0;
      onStuck();
    },
  };
}
