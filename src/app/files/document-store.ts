import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** A document as it was at one moment, kept in the browser. */
export interface KeptDocument {
  readonly uid: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly name: string;
  /** The text of its patch file. */
  readonly text: string;
  /** File it lives in, if it was ever saved or opened. */
  readonly fileName: string | undefined;
  /** It differed from that file. */
  readonly dirty: boolean;
}

interface DocumentSchema extends DBSchema {
  /** What earlier builds kept: without a uid, the newest last. */
  autosaves: { key: number; value: Omit<KeptDocument, "uid"> };
  documents: { key: string; value: KeptDocument };
}

/** Documents kept; the ones longest untouched give way. */
export const DOCUMENTS_KEPT = 20;

/** The newest state of each recent document. */
export interface DocumentStore {
  put(kept: KeptDocument): Promise<void>;
  /** Keeps it before this call returns, for a page that is about to end. Answers whether there was room. */
  putAtOnce(kept: KeptDocument): boolean;
  /** Newest first. */
  list(): Promise<readonly KeptDocument[]>;
}

/** Opens the store in IndexedDB, with `localStorage` for last words; rejects where the browser forbids storage. */
export async function openDocumentStore(database = "optophone-autosaves"): Promise<DocumentStore> {
  const db: IDBPDatabase<DocumentSchema> = await openDB<DocumentSchema>(database, 2, {
    async upgrade(upgraded, from, _to, transaction) {
      upgraded.createObjectStore("documents", { keyPath: "uid" });
      if (from === 0) return;
      const newest = (await transaction.objectStore("autosaves").getAll()).at(-1);
      if (newest) await transaction.objectStore("documents").put({ ...newest, uid: "before-documents" });
      upgraded.deleteObjectStore("autosaves");
    },
  });
  const lastWords = `${database}/`;
  /** When this page wrote last words of a document: an older state stored later doesn't wipe them. */
  const spokenAt = new Map<string, number>();
  return {
    async put(kept) {
      const transaction = db.transaction("documents", "readwrite");
      await transaction.store.put(kept);
      const all = newestFirst(await transaction.store.getAll());
      for (const { uid } of all.slice(DOCUMENTS_KEPT)) await transaction.store.delete(uid);
      await transaction.done;
      if ((spokenAt.get(kept.uid) ?? 0) <= kept.at) localStorage.removeItem(lastWords + kept.uid);
    },
    putAtOnce(kept) {
      try {
        localStorage.setItem(lastWords + kept.uid, JSON.stringify(kept));
        spokenAt.set(kept.uid, kept.at);
        return true;
      } catch {
        return false;
      }
    },
    async list() {
      const newest = new Map<string, KeptDocument>();
      for (const kept of [...(await db.getAll("documents")), ...lastWordsUnder(lastWords)])
        if (kept.at >= (newest.get(kept.uid)?.at ?? 0)) newest.set(kept.uid, kept);
      return newestFirst([...newest.values()]);
    },
  };
}

const newestFirst = (kept: readonly KeptDocument[]): KeptDocument[] => [...kept].sort((a, b) => b.at - a.at);

function lastWordsUnder(prefix: string): readonly KeptDocument[] {
  return Object.keys(localStorage).flatMap((key) => {
    const text = key.startsWith(prefix) ? localStorage.getItem(key) : null;
    try {
      // Only this file writes under the prefix.
      return text === null ? [] : [JSON.parse(text) as KeptDocument];
    } catch {
      return [];
    }
  });
}
