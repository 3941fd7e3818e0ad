import type { LuaInstance } from "./lua-instance.ts";

/** Counts what a script's own code does, in turns of loops inside the machine: about one for each of Lua's instructions. */
export interface LuaMeter {
  /** From now on so many steps are left. Nothing is counted before `resume`. */
  begin(steps: number): void;
  /** Script code begins, or goes on. */
  resume(): void;
  /** Host code begins: what it makes the machine do is free. */
  pause(): void;
  /** Takes steps for something that is not counted by itself; only while paused. */
  charge(steps: number): void;
  isCounting(): boolean;
  left(): number;
  used(): number;
}

/** Steps between two looks from outside: some milliseconds. */
const SLICE = 1_000_000;
const FULL = 0x7fffffff;

/**
 * @param onProgress called while script code runs, every some milliseconds of it
 * @param onSpent called when nothing is left; it has to throw
 */
export function createMeter(lua: LuaInstance, onProgress: () => void, onSpent: () => never): LuaMeter {
  let budget = 0;
  /** Steps left besides those in the machine's own counter. */
  let reserve = 0;
  let counting = false;

  const deal = (): void => {
    const slice = Math.max(0, Math.min(reserve, SLICE));
    reserve -= slice;
    lua.fuel.value = slice;
  };
  const left = (): number => (counting ? reserve + lua.fuel.value : reserve);

  lua.onFuelOut(
    lua.addFunction(() => {
      if (!counting) lua.fuel.value = FULL;
      else if (reserve > 0) {
        onProgress();
        deal();
      } else onSpent();
      return undefined;
    }, "v"),
  );

  return {
    begin(steps) {
      counting = false;
      budget = steps;
      reserve = steps;
      lua.fuel.value = FULL;
    },
    resume() {
      if (counting) return;
      counting = true;
      deal();
    },
    pause() {
      reserve = left();
      counting = false;
      lua.fuel.value = FULL;
    },
    charge(steps) {
      reserve -= steps;
    },
    isCounting: () => counting,
    left,
    used: () => budget - left(),
  };
}
