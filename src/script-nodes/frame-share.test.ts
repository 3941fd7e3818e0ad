import { describe, expect, it } from "vitest";
import { createFrameShare, type FrameShare } from "./frame-share.ts";

/** Runs frames at 60 a second; answers how often each script was called. */
function run(share: FrameShare, costs: Readonly<Record<number, number>>, frames: number, from = 0) {
  const calls: Record<number, number> = {};
  for (let frame = 0; frame < frames; frame++) {
    for (const [key, ms] of Object.entries(costs)) {
      const module = Number(key);
      if (!share.isDue(module)) continue;
      calls[module] = (calls[module] ?? 0) + 1;
      share.took(module, ms);
    }
    share.frameDone((from + frame) / 60);
  }
  return calls;
}
const everyOf = (share: FrameShare) =>
  Object.fromEntries(share.costs().map(({ module, every }) => [module, every] as const));

describe("the scripts' share of a frame", () => {
  it("leaves all alone while they keep within it", () => {
    const share = createFrameShare(6);
    expect(run(share, { 1: 2, 2: 3 }, 600)).toEqual({ 1: 600, 2: 600 });
  });

  it("holds back the dearest only, without wavering", () => {
    const share = createFrameShare(6);
    run(share, { 1: 9, 2: 1 }, 600);
    expect(everyOf(share)).toEqual({ 1: 2, 2: 1 });
    run(share, { 1: 9, 2: 1 }, 1_200, 600);
    expect(everyOf(share)).toEqual({ 1: 2, 2: 1 });
  });

  it("never lets a frame callback rest for more than 32 frames, however dear", () => {
    const share = createFrameShare(6);
    run(share, { 1: 900 }, 2_000);
    const calls = run(share, { 1: 900 }, 320, 2_000);
    expect(calls[1]).toBe(10);
  });

  it("calls it as often as before once it is cheap again for two seconds", () => {
    const share = createFrameShare(6);
    run(share, { 1: 40 }, 600);
    expect(everyOf(share)[1]).toBeGreaterThan(4);
    run(share, { 1: 0.5 }, 1_800, 600);
    expect(everyOf(share)[1]).toBe(1);
  });

  it("measures nothing against a budget without end", () => {
    const share = createFrameShare(Number.POSITIVE_INFINITY);
    expect(run(share, { 1: 5_000 }, 300)[1]).toBe(300);
  });
});
