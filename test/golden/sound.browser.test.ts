import { describe, expect, test } from "vitest";
import hashes from "./sound/hashes.json";
import { SOUND_PATCHES, SOUND_REGISTRY, SOUND_SECONDS } from "./sound-patches.ts";
import { sha, throughWorklet } from "./through-worklet.ts";

describe.each(Object.entries(SOUND_PATCHES))("%s", (name, snapshot) => {
  const render = { snapshot, registry: SOUND_REGISTRY, seconds: SOUND_SECONDS };
  test("the worklet makes the bytes the Node render makes", async () => {
    expect(await sha(await throughWorklet({ ...render, shared: false }))).toBe(
      (hashes as Record<string, string>)[name],
    );
  });
  test.runIf(globalThis.crossOriginIsolated)("also with shared memory", async () => {
    expect(await sha(await throughWorklet({ ...render, shared: true }))).toBe((hashes as Record<string, string>)[name]);
  });
});

test("the page under test is isolated, so that both ways are tested", () => {
  expect(globalThis.crossOriginIsolated).toBe(true);
});
