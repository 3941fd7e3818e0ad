import { expect, it } from "vitest";
import { createRestSchedule } from "./rest-schedule.ts";

it("lets two failures pass, and rests at the third within ten seconds", () => {
  const rests = createRestSchedule(3, 10);
  expect([rests.failed(0), rests.failed(1), rests.failed(2)]).toEqual([undefined, undefined, 4]);
  expect([rests.failed(20), rests.failed(25), rests.failed(31)]).toEqual([undefined, undefined, undefined]);
});

it("rests twice as long each time, half a minute at most, and 2 seconds again after a good half minute", () => {
  const rests = createRestSchedule(1, 10);
  let now = 100;
  const lengths = Array.from({ length: 6 }, () => {
    const until = rests.failed(now) ?? now;
    const length = until - now;
    now = until + 0.5;
    return length;
  });
  expect(lengths).toEqual([2, 4, 8, 16, 30, 30]);
  expect(rests.failed(now + 31)).toBe(now + 33);
  rests.reset();
  expect(rests.failed(now + 34)).toBe(now + 36);
});
