import { expect, it } from "vitest";
import { createWatchdog, type Watchdog } from "./watchdog.ts";

/** A watchdog that kills after 300 ms, looked at every 50 ms of a clock we turn. */
function watch(flag?: Int32Array) {
  let time = 0;
  const killed: (number | undefined)[] = [];
  const watchdog: Watchdog = createWatchdog(
    300,
    () => time,
    () => killed.push(watchdog.running()),
  );
  watchdog.begin(flag);
  const pass = (ms: number, step = 50) => {
    for (let past = 0; past < ms; past += step) {
      time += step;
      watchdog.check();
    }
  };
  return { watchdog, pass, killed };
}

it("names the script that runs too long, told by messages", () => {
  const { watchdog, pass, killed } = watch();
  watchdog.expect(1, false);
  watchdog.entered(7);
  pass(250);
  expect(killed).toEqual([]);
  pass(200);
  expect(killed).toEqual([7]);
});

it("names it by shared memory", () => {
  const flag = new Int32Array(new SharedArrayBuffer(8));
  const { watchdog, pass, killed } = watch(flag);
  watchdog.expect(1, false);
  flag[0] = 8;
  flag[1] = 1;
  pass(500);
  expect(killed[0]).toBe(7);
});

it("lets a thread be that goes from script to script, or answers", () => {
  const { watchdog, pass, killed } = watch();
  for (let number = 1; number < 20; number++) {
    watchdog.expect(number, false);
    watchdog.entered(number);
    pass(200);
    watchdog.answered(number);
  }
  pass(1_000);
  expect(killed).toEqual([]);
});

it("lets a thread be that reads for a moment, and far longer where that is to be expected", () => {
  const { watchdog, pass, killed } = watch();
  watchdog.expect(1, true);
  watchdog.expect(2, false);
  pass(5_000);
  watchdog.answered(1);
  pass(550);
  expect(killed).toEqual([]);
});

it("blames nobody when a thread never answers at all", () => {
  const { watchdog, pass, killed } = watch();
  watchdog.expect(1, false);
  pass(700);
  expect(killed).toEqual([undefined]);
});

it("does not take a pause of the page for one of the scripts", () => {
  const { watchdog, pass, killed } = watch();
  watchdog.expect(1, false);
  watchdog.entered(7);
  pass(50);
  pass(10_000, 10_000);
  expect(killed).toEqual([]);
});
