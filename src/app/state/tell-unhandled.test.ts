import { expect, test } from "vitest";
import type { Notice } from "./notices.tsx";
import { tellUnhandled } from "./tell-unhandled.ts";

/** As much of a window as is listened to. */
function page() {
  const target = new EventTarget();
  const told: Notice[] = [];
  const end = tellUnhandled(target as Window, { tell: (notice) => told.push(notice) });
  const fail = (message: string) => target.dispatchEvent(Object.assign(new Event("error"), { message }));
  const reject = (reason: unknown) => target.dispatchEvent(Object.assign(new Event("unhandledrejection"), { reason }));
  return { told, end, fail, reject };
}

test("an error and a rejection nobody caught are told in a sentence", () => {
  const { told, fail, reject } = page();
  fail("x is not a function");
  reject(new Error("Failed to fetch"));
  reject("plain words.");
  expect(told.map(({ text }) => text)).toEqual([
    "Something in Optophone went wrong: x is not a function. What you made is still there.",
    "Something in Optophone went wrong: Failed to fetch. What you made is still there.",
    "Something in Optophone went wrong: plain words. What you made is still there.",
  ]);
});

test("a mistake that goes on is told once and then counted, about the same thing", () => {
  const { told, fail } = page();
  for (let time = 0; time < 250; time++) fail("again");
  expect(told).toHaveLength(3);
  expect(told.at(-1)?.text).toContain("It happened 100 times.");
  expect(new Set(told.map(({ about }) => about)).size).toBe(1);
});

test("what is no mistake is not told, nor anything once it ended", () => {
  const { told, end, fail } = page();
  fail("ResizeObserver loop completed with undelivered notifications.");
  end();
  fail("late");
  expect(told).toEqual([]);
});
