import type { SegmentFile } from "#documents/journal/segment-file.ts";
import { segmentName, segmentOfName } from "#documents/journal/segment-file.ts";
import type { SegmentStorage } from "#documents/journal/segment-storage.ts";

/** A storage whose files a test can look into, damage and fill up. */
export interface MemoryStorage extends SegmentStorage {
  /** The text of each file, by document and name. */
  readonly files: Map<string, Map<string, string>>;
  /** As long as it is true nothing is taken. */
  isFull: boolean;
}

/** Keeps segments in memory. Opening a segment takes a while, as it does on a disk. */
export function memoryStorage(files: Map<string, Map<string, string>> = new Map()): MemoryStorage {
  const filesOf = (uid: string) => {
    const known = files.get(uid) ?? new Map<string, string>();
    files.set(uid, known);
    return known;
  };
  const storage: MemoryStorage = {
    files,
    isFull: false,
    documents: async () => [...files.keys()],
    async list(uid) {
      return [...filesOf(uid)].sort().flatMap(([name, text]) => {
        const file = segmentOfName(name);
        return file ? [{ ...file, size: text.length }] : [];
      });
    },
    async read(uid, file) {
      return filesOf(uid).get(segmentName(file)) ?? "";
    },
    async create(uid, file: SegmentFile) {
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      const name = segmentName(file);
      const room = () => {
        if (storage.isFull) throw new Error("The disk is full");
      };
      room();
      filesOf(uid).set(name, "");
      return {
        append(text) {
          room();
          filesOf(uid).set(name, (filesOf(uid).get(name) ?? "") + text);
        },
        flush: () => undefined,
        close: async () => undefined,
      };
    },
    pack: async () => undefined,
    async shorten(uid, file, text, as) {
      filesOf(uid).set(segmentName(as), text);
      filesOf(uid).delete(segmentName(file));
    },
    async remove(uid, file) {
      filesOf(uid).delete(segmentName(file));
    },
  };
  return storage;
}
