import { expect, test } from "vitest";
import { whileBusy } from "./while-busy.ts";

const failure = (code: string) => Object.assign(new Error(code), { code });

/** Fails with these codes in turn, then succeeds; counts the pauses. */
async function tried(codes: readonly string[]) {
  const left = [...codes];
  let pauses = 0;
  const end = await whileBusy(
    async () => {
      const code = left.shift();
      if (code) throw failure(code);
      return "there";
    },
    async () => pauses++,
  ).catch((error: Error) => error.message);
  return { end, pauses };
}

test("waits until a file is free", async () => {
  expect(await tried(["EBUSY", "EPERM", "EBUSY"])).toEqual({ end: "there", pauses: 3 });
});

test("gives up after ten attempts, with the last failure", async () => {
  expect(await tried([...Array(9).fill("EBUSY"), "EPERM", "EBUSY"])).toEqual({ end: "EPERM", pauses: 9 });
});

test("doesn't wait for what no waiting mends", async () => {
  expect(await tried(["ENOSPC"])).toEqual({ end: "ENOSPC", pauses: 0 });
});
