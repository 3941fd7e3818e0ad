import fc from "fast-check";
import { expect, test } from "vitest";
import type { StoredSegment } from "./segment-file.ts";
import { segmentName, segmentOfName } from "./segment-file.ts";
import { thin } from "./thinning.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = 1_800_000_000_000;

const segments = fc
  .array(
    fc.record({
      gap: fc.oneof(fc.nat({ max: MINUTE }), fc.nat({ max: HOUR }), fc.nat({ max: 3 * DAY })),
      isVersion: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
      size: fc.nat({ max: 2_000_000 }),
    }),
    { maxLength: 120, size: "max" },
  )
  .map((list): StoredSegment[] => {
    let at = NOW;
    const files = list.map(({ gap, isVersion, size }, index) => {
      at -= gap;
      return { number: list.length - index, at, isVersion, isShort: false, size };
    });
    return files.reverse();
  });

test("thinning leaves the last hour whole, the two newest whole, and all versions", () => {
  fc.assert(
    fc.property(segments, (files) => {
      const { remove, shorten } = thin(files, NOW);
      const touched = new Set([...remove, ...shorten]);
      files.forEach((file, index) => {
        const ends = files[index + 1]?.at ?? NOW;
        if (index >= files.length - 2) expect(touched.has(file)).toBe(false);
        if (file.isVersion) expect(remove).not.toContain(file);
        const size = files.reduce((sum, { size }) => sum + size, 0);
        if (ends > NOW - HOUR && size <= 64 * 1024 * 1024) expect(touched.has(file)).toBe(false);
      });
    }),
  );
});

test("what is left of older ones is a checkpoint each ten minutes, then one a day, then none; and doing it again changes nothing", () => {
  fc.assert(
    fc.property(segments, (files) => {
      const { remove, shorten } = thin(files, NOW);
      const left = files
        .filter((file) => !remove.includes(file))
        .map((file) => ({ ...file, isShort: shorten.includes(file), size: shorten.includes(file) ? 1 : file.size }));
      const old = left.filter(({ isShort, isVersion }) => isShort && !isVersion);
      const slots = old.map(({ at }) =>
        NOW - at <= DAY ? Math.floor(at / (10 * MINUTE)) : `day ${Math.floor(at / DAY)}`,
      );
      expect(new Set(slots).size).toBe(slots.length);
      for (const { at } of old) expect(NOW - at).toBeLessThanOrEqual(30 * DAY);
      expect(thin(left, NOW)).toEqual({ remove: [], shorten: [] });
    }),
  );
});

test("a journal never grows beyond 64 MB but by versions and its newest two segments", () => {
  fc.assert(
    fc.property(segments, (files) => {
      const { remove } = thin(files, NOW);
      const left = files.filter((file) => !remove.includes(file));
      const bound = left.filter((file) => !file.isVersion && !files.slice(-2).includes(file));
      const size = left.reduce((sum, file) => sum + file.size, 0);
      expect(bound.length === 0 || size <= 64 * 1024 * 1024).toBe(true);
    }),
  );
});

test("a segment's name says all there is to it, and other names say nothing", () => {
  fc.assert(
    fc.property(fc.nat({ max: 99_999_999 }), fc.nat(), fc.boolean(), fc.boolean(), (number, at, isVersion, isShort) => {
      const file = { number, at, isVersion, isShort };
      expect(segmentOfName(segmentName(file))).toEqual(file);
    }),
  );
  for (const name of ["", "1-2", "00000001-x", "00000001-1.tmp"]) expect(segmentOfName(name)).toBeUndefined();
});
