import fc from "fast-check";
import { expect, test } from "vitest";
import { thinAllJournals } from "./house-work.ts";
import { segmentName } from "./segment-file.ts";
import { memoryStorage } from "./testing/memory-storage.ts";
import { type StoredJournal, thinTogether } from "./thin-together.ts";

const journal = fc.record({
  isOpen: fc.integer({ min: 0, max: 4 }).map((chance) => chance === 0),
  files: fc
    .array(fc.record({ gap: fc.nat({ max: 1_000 }), version: fc.nat({ max: 5 }), size: fc.nat({ max: 1_000 }) }), {
      maxLength: 12,
    })
    .map((list) => {
      let at = 0;
      return list.map(({ gap, version, size }, index) => {
        at += gap;
        return { number: index + 1, at, isVersion: version === 0, isShort: false, size };
      });
    }),
});
const journals = fc
  .array(journal, { maxLength: 8 })
  .map((list): StoredJournal[] => list.map((one, index) => ({ uid: `document-${index}`, ...one })));

const bytesOf = (all: readonly StoredJournal[]) =>
  all.reduce((sum, { files }) => sum + files.reduce((part, { size }) => part + size, 0), 0);

test("all journals together take no more than the bound, or nothing is left that may go", () => {
  fc.assert(
    fc.property(journals, fc.nat({ max: 20_000 }), (all, most) => {
      const gone = thinTogether(all, most);
      const spared = all.flatMap(({ isOpen, files }) =>
        files.filter((file, index) => isOpen || file.isVersion || index >= files.length - 2),
      );
      for (const { file } of gone) expect(spared).not.toContain(file);
      const left = bytesOf(all) - gone.reduce((sum, { file }) => sum + file.size, 0);
      const mayGo = all.flatMap(({ files }) => files).filter((file) => !spared.includes(file));
      expect(left <= most || gone.length === mayGo.length).toBe(true);
    }),
  );
});

test("the oldest go first, and none when there is room", () => {
  fc.assert(
    fc.property(journals, fc.nat({ max: 20_000 }), (all, most) => {
      const times = thinTogether(all, most).map(({ file }) => file.at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(thinTogether(all, bytesOf(all))).toEqual([]);
    }),
  );
});

test("in storage the oldest segments of documents no page has are taken away, and those of open ones stay", async () => {
  const storage = memoryStorage();
  const put = (uid: string, number: number, at: number) => {
    const files = storage.files.get(uid) ?? new Map<string, string>();
    files.set(segmentName({ number, at, isVersion: false, isShort: false }), "x".repeat(100));
    storage.files.set(uid, files);
  };
  for (let number = 1; number <= 5; number++) {
    put("long-ago", number, number);
    put("lately", number, 1_000 + number);
    put("open", number, number);
  }
  await thinAllJournals(storage, { most: 1_100, isOpen: (uid) => uid === "open" });
  const left = (uid: string) => [...(storage.files.get(uid)?.keys() ?? [])].map((name) => Number(name.slice(0, 8)));
  expect(left("long-ago")).toEqual([4, 5]);
  expect(left("lately")).toEqual([2, 3, 4, 5]);
  expect(left("open")).toEqual([1, 2, 3, 4, 5]);
});
