import type { WebGLRenderer } from "pixi.js";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { FrameSource, FrameTime, SourceContext } from "#video/render/frame-source.ts";
import { GREY_FRAMES, greyFrameIn, makeGreyClip } from "#video/testing/grey-clip.ts";
import { createClipSource } from "./clip-source.ts";
import { createClipStore } from "./store.ts";

const FRAMES = GREY_FRAMES;
const RATE = GREY_FRAMES;

let bytes: ArrayBuffer;
beforeAll(async () => {
  bytes = await makeGreyClip();
});

describe("a store of clips", () => {
  test.each([
    ["forwards", [0, 1, 2, 9, 10, 23]],
    ["backwards", [23, 22, 21, 15, 8, 7, 0]],
    ["anywhere", [12, 3, 20, 0, 16, 15]],
  ])("gives exactly the frame of a time (%s)", async (_, order) => {
    const store = createClipStore();
    const outcome = await store.open(bytes);
    if (!outcome.ok) throw new Error(outcome.reason);
    const clip = outcome.value;
    expect(clip).toMatchObject({ width: 64, height: 48 });
    expect(clip.duration).toBeCloseTo(1, 9);
    expect(clip.starts).toHaveLength(FRAMES);
    const head = clip.playhead();
    for (const index of order) {
      head.aim({ index, direction: 1, first: 0, last: FRAMES - 1, mode: "loop" });
      await head.exact();
      expect(greyFrameIn(head.frame())).toBe(index);
    }
    clip.close();
  });

  test("keeps to its budget and is exact all the same", async () => {
    const store = createClipStore(64 * 48 * 4 * 6);
    const outcome = await store.open(bytes);
    if (!outcome.ok) throw new Error(outcome.reason);
    const clip = outcome.value;
    const head = clip.playhead();
    for (let step = 0; step < FRAMES * 2; step++) {
      const index = FRAMES - 1 - (step % FRAMES);
      head.aim({ index, direction: -1, first: 0, last: FRAMES - 1, mode: "loop" });
      await head.exact();
      expect(greyFrameIn(head.frame())).toBe(index);
      expect(clip.held()).toBeLessThanOrEqual(7);
    }
    clip.close();
  });

  test("decodes a small clip whole, ahead of who watches it", async () => {
    const store = createClipStore();
    const outcome = await store.open(bytes);
    if (!outcome.ok) throw new Error(outcome.reason);
    const head = outcome.value.playhead();
    head.aim({ index: 0, direction: 1, first: 0, last: 3, mode: "once" });
    await expect.poll(() => outcome.value.held()).toBe(FRAMES);
    head.release();
    outcome.value.close();
    await expect.poll(() => outcome.value.held()).toBe(0);
  });

  test("refuses what has no picture with a sentence", async () => {
    const outcome = await createClipStore().open(new TextEncoder().encode("not a clip at all, just text").buffer);
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining("WebM, MP4") });
  });
});

describe("a clip player", () => {
  const sources: FrameSource[] = [];
  afterEach(() => {
    for (const source of sources.splice(0)) source.destroy();
  });

  /** A player of the clip; `play` draws frames at 24 a second as an offline render does and tells which of the clip each showed. */
  function player(parameters: Record<string, number>) {
    const values: Record<string, number> = { speed: 1, position: 0, start: 0, end: 1, mode: 0, ...parameters };
    const problems: (string | undefined)[] = [];
    const context: SourceContext = {
      // The source uses it only to know which store is its own.
      renderer: {} as WebGLRenderer,
      content: { asset: 1 },
      parameter: (key) => values[key] ?? Number.NaN,
      words: () => null,
      load: async () => bytes,
      problem: (message) => problems.push(message),
    };
    const source = createClipSource(context);
    sources.push(source);
    let drawn = 0;
    return {
      values,
      problems,
      async play(frames: number): Promise<number[]> {
        const shown: number[] = [];
        for (let i = 0; i < frames; i++) {
          const frame: FrameTime = { samples: drawn * 2_000, tick: 0, bpm: 120, deltaSeconds: drawn ? 1 / RATE : 0 };
          await source.settle?.(frame);
          source.update(frame);
          shown.push(greyFrameIn(source.texture()?.resource));
          drawn++;
        }
        return shown;
      },
    };
  }

  const range = (from: number, to: number) =>
    Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => (from < to ? from + i : from - i));

  test("plays every frame once and loops", async () => {
    expect(await player({}).play(FRAMES + 3)).toEqual([...range(0, 23), 0, 1, 2]);
  });

  test("plays backwards from the end of its region", async () => {
    const shown = await player({ speed: -1, start: 0.25, end: 0.75 }).play(15);
    expect(shown).toEqual([...range(17, 6), 17, 16, 15]);
  });

  test("loops a region exactly", async () => {
    expect(await player({ start: 0.25, end: 0.5 }).play(14)).toEqual([...range(6, 11), ...range(6, 11), 6, 7]);
  });

  test("stops at the end, and turns round in ping-pong", async () => {
    expect((await player({ mode: 1, speed: 2 }).play(15)).slice(-4)).toEqual([22, 23, 23, 23]);
    const turned = await player({ mode: 2, speed: 3 }).play(17);
    expect(turned.slice(0, 8)).toEqual([0, 3, 6, 9, 12, 15, 18, 21]);
    expect(turned.slice(9, 17)).toEqual([20, 17, 14, 11, 8, 5, 2, 0]);
    expect(turned[8]).toBe(23);
  });

  test("is scrubbed by position alone", async () => {
    const scrubbed = player({ speed: 0, position: 0.5 });
    expect(await scrubbed.play(1)).toEqual([12]);
    scrubbed.values.position = 0.75;
    expect(await scrubbed.play(2)).toEqual([18, 18]);
    expect(scrubbed.problems).toEqual([]);
  });
});
