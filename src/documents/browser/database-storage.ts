import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { SegmentFile } from "#documents/journal/segment-file.ts";
import { segmentName, segmentOfName } from "#documents/journal/segment-file.ts";
import type { SegmentSink, SegmentStorage } from "#documents/journal/segment-storage.ts";

interface JournalSchema extends DBSchema {
  segments: { key: [uid: string, name: string]; value: { uid: string; name: string; size: number } };
  /** What was appended to a segment, in order. */
  pieces: { key: number; value: { segment: string; text: string }; indexes: { segment: string } };
}

type Database = IDBPDatabase<JournalSchema>;

const keyOf = (uid: string, file: SegmentFile): string => `${uid}/${segmentName(file)}`;

/** Keeps segments in IndexedDB, where the browser has no private files a worker can write to at once. */
export function databaseStorage(name = "optophone-journal"): SegmentStorage {
  const opened: Promise<Database> = openDB<JournalSchema>(name, 1, {
    upgrade(database) {
      database.createObjectStore("segments", { keyPath: ["uid", "name"] });
      database.createObjectStore("pieces", { autoIncrement: true }).createIndex("segment", "segment");
    },
  });
  // Who uses it hears of it.
  opened.catch(() => undefined);
  const put = async (uid: string, file: SegmentFile, size: number, text: string): Promise<void> => {
    const transaction = (await opened).transaction(["segments", "pieces"], "readwrite", { durability: "relaxed" });
    void transaction.objectStore("segments").put({ uid, name: segmentName(file), size });
    if (text !== "") void transaction.objectStore("pieces").add({ segment: keyOf(uid, file), text });
    await transaction.done;
  };
  const remove = async (uid: string, file: SegmentFile): Promise<void> => {
    const transaction = (await opened).transaction(["segments", "pieces"], "readwrite");
    await transaction.objectStore("segments").delete([uid, segmentName(file)]);
    const pieces = transaction.objectStore("pieces");
    for (const key of await pieces.index("segment").getAllKeys(keyOf(uid, file))) await pieces.delete(key);
    await transaction.done;
  };
  return {
    async documents() {
      const keys = await (await opened).getAllKeys("segments");
      return [...new Set(keys.map(([uid]) => uid))];
    },
    async list(uid) {
      const range = IDBKeyRange.bound([uid], [uid, []]);
      const stored = await (await opened).getAll("segments", range);
      return stored.flatMap(({ name, size }) => {
        const file = segmentOfName(name);
        return file ? [{ ...file, size }] : [];
      });
    },
    async read(uid, file) {
      const pieces = await (await opened).getAllFromIndex("pieces", "segment", keyOf(uid, file));
      return pieces.map(({ text }) => text).join("");
    },
    async create(uid, file) {
      if (await (await opened).getKey("segments", [uid, segmentName(file)]))
        throw new Error(`The segment ${segmentName(file)} is there already`);
      await put(uid, file, 0, "");
      return sink((size, text) => put(uid, file, size, text));
    },
    pack: async () => undefined,
    async shorten(uid, file, text, as) {
      await put(uid, as, text.length, text);
      await remove(uid, file);
    },
    remove,
  };
}

/** What could not be put is told at the next call: a database answers later. */
function sink(put: (size: number, text: string) => Promise<void>): SegmentSink {
  let size = 0;
  let failure: unknown;
  let last: Promise<void> = Promise.resolve();
  const check = () => {
    if (failure !== undefined) throw failure;
  };
  return {
    append(text) {
      check();
      size += text.length;
      last = put(size, text).catch((error: unknown) => {
        failure ??= error;
      });
    },
    flush: check,
    close: () => last,
  };
}
