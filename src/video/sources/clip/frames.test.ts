import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ClipAim } from "./aim.ts";
import type { ClipReader } from "./decode.ts";
import { createClipFrames } from "./frames.ts";

const FRAMES = 40;
const KEY_EVERY = 10;

/** A decoder of 40 frames that counts what it does. Frames in `broken` can't be decoded; those in `skipped` never come. */
function fakeReader({ broken = [], skipped = [] }: { broken?: readonly number[]; skipped?: readonly number[] } = {}) {
  const open = new Set<number>();
  const counts = { runs: 0, decoded: 0, mostOpen: 0 };
  const reader: ClipReader = {
    starts: Float64Array.from({ length: FRAMES }, (_, i) => i / 25),
    keys: Uint32Array.from({ length: FRAMES }, (_, i) => i - (i % KEY_EVERY)),
    duration: FRAMES / 25,
    width: 2,
    height: 2,
    run(from) {
      counts.runs++;
      let next = from;
      return {
        async next(wanted) {
          while (skipped.includes(next)) next++;
          if (next >= FRAMES) return undefined;
          const index = next++;
          counts.decoded++;
          if (broken.includes(index)) throw new Error("broken");
          if (!wanted(index)) return { index };
          open.add(index);
          counts.mostOpen = Math.max(counts.mostOpen, open.size);
          const bitmap = { index, close: () => void open.delete(index) };
          // Frames are handed on, never looked into.
          return { index, bitmap: bitmap as unknown as ImageBitmap };
        },
        async end() {},
      };
    },
    close() {},
  };
  return { reader, counts, open };
}

const aimAt = (index: number, more: Partial<ClipAim> = {}): ClipAim => ({
  index,
  direction: 1,
  first: 0,
  last: FRAMES - 1,
  mode: "loop",
  ...more,
});

/** The frame a bitmap of the fake decoder is; −1 without one. */
const indexOf = (bitmap: ImageBitmap | undefined): number => (bitmap && "index" in bitmap ? Number(bitmap.index) : -1);

/** Until the decoder has nothing more to do. */
const idle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("frames of a clip", () => {
  test("are decoded once, in one run, when all of them fit", async () => {
    const { reader, counts } = fakeReader();
    const frames = createClipFrames(reader, () => 100);
    const head = frames.playhead();
    head.aim(aimAt(0));
    await idle();
    expect(frames.held()).toBe(FRAMES);
    expect(counts).toMatchObject({ runs: 1, decoded: FRAMES });
    for (let index = 0; index < FRAMES; index++) {
      head.aim(aimAt(index));
      expect(indexOf(head.frame())).toBe(index);
    }
    expect(counts.decoded).toBe(FRAMES);
  });

  test("are ready before a playhead comes, whichever way it goes", async () => {
    for (const direction of [1, -1] as const) {
      const { reader, counts } = fakeReader();
      const frames = createClipFrames(reader, () => 16);
      const head = frames.playhead();
      head.aim(aimAt(20, { direction }));
      await idle();
      for (let step = 0; step < FRAMES * 2; step++) {
        const index = (20 + direction * step + FRAMES * 2) % FRAMES;
        head.aim(aimAt(index, { direction }));
        expect(indexOf(head.frame())).toBe(index);
        await idle();
      }
      expect(counts.mostOpen).toBeLessThanOrEqual(17);
      expect(counts.decoded).toBeLessThan(FRAMES * 4);
    }
  });

  test("show the nearest while the exact one is on its way", async () => {
    const { reader } = fakeReader();
    const frames = createClipFrames(reader, () => 8);
    const head = frames.playhead();
    expect(head.frame()).toBeUndefined();
    head.aim(aimAt(0));
    await idle();
    head.aim(aimAt(30));
    expect(indexOf(head.frame())).toBeGreaterThanOrEqual(0);
    await head.exact();
    expect(indexOf(head.frame())).toBe(30);
  });

  test("stay within the capacity for any playheads, and every awaited one comes", async () => {
    const goal = fc.record({
      head: fc.nat(3),
      index: fc.nat(FRAMES - 1),
      direction: fc.constantFrom<1 | -1>(1, -1),
      mode: fc.constantFrom<ClipAim["mode"]>("loop", "once", "ping-pong"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(goal, { maxLength: 12 }), fc.integer({ min: 4, max: 60 }), async (goals, capacity) => {
        const { reader, counts } = fakeReader();
        const frames = createClipFrames(reader, () => capacity);
        const heads = Array.from({ length: 4 }, () => frames.playhead());
        for (const { head, index, direction, mode } of goals) {
          heads[head]?.aim(aimAt(index, { direction, mode }));
          await heads[head]?.exact();
          expect(indexOf(heads[head]?.frame())).toBe(index);
        }
        expect(counts.mostOpen).toBeLessThanOrEqual(Math.max(capacity, 4) + 2);
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  test("give memory back when there is less for them", async () => {
    const { reader } = fakeReader();
    let capacity = 100;
    const frames = createClipFrames(reader, () => capacity);
    const head = frames.playhead();
    head.aim(aimAt(5));
    await idle();
    capacity = 10;
    head.aim(aimAt(6));
    await idle();
    expect(frames.held()).toBeLessThanOrEqual(10);
    expect(indexOf(head.frame())).toBe(6);
  });

  test("that can't be decoded are passed over", async () => {
    const { reader } = fakeReader({ broken: [12], skipped: [20, 21] });
    const frames = createClipFrames(reader, () => 100);
    const head = frames.playhead();
    for (const [index, shown] of [
      [12, 11],
      [20, 19],
      [13, 13],
    ] as const) {
      head.aim(aimAt(index));
      await idle();
      await head.exact();
      expect(indexOf(head.frame())).toBe(shown);
    }
    expect(frames.failure()).toBeUndefined();
  });

  test("of a clip that can't be decoded at all are given up with a sentence", async () => {
    const { reader, counts } = fakeReader({ broken: Array.from({ length: FRAMES }, (_, i) => i) });
    const frames = createClipFrames(reader, () => 100);
    const head = frames.playhead();
    head.aim(aimAt(3));
    await head.exact();
    await idle();
    expect(head.frame()).toBeUndefined();
    expect(frames.failure()).toMatch(/can't be decoded/);
    expect(counts.decoded).toBeLessThan(10);
  });

  test("are all closed with the clip, also while it decodes", async () => {
    const { reader, open } = fakeReader();
    const frames = createClipFrames(reader, () => 100);
    const head = frames.playhead();
    head.aim(aimAt(0));
    const waiting = head.exact();
    head.release();
    frames.close();
    await waiting;
    await idle();
    expect(open.size).toBe(0);
    expect(head.frame()).toBeUndefined();
  });
});
