import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** A patch as it was at one moment, kept in the browser. */
export interface Autosave {
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

interface AutosaveSchema extends DBSchema {
  autosaves: { key: number; value: Autosave };
}

/** Autosaves kept; the oldest give way. */
export const AUTOSAVES_KEPT = 20;

/** A ring of recent autosaves. */
export interface AutosaveStore {
  put(autosave: Autosave): Promise<void>;
  /** Newest first. */
  list(): Promise<readonly Autosave[]>;
}

/** Opens the ring in IndexedDB; rejects where the browser forbids storage. */
export async function openAutosaveStore(database = "optophone-autosaves"): Promise<AutosaveStore> {
  const db: IDBPDatabase<AutosaveSchema> = await openDB<AutosaveSchema>(database, 1, {
    upgrade: (upgraded) => {
      upgraded.createObjectStore("autosaves", { autoIncrement: true });
    },
  });
  return {
    async put(autosave) {
      const transaction = db.transaction("autosaves", "readwrite");
      await transaction.store.add(autosave);
      const keys = await transaction.store.getAllKeys();
      for (const key of keys.slice(0, -AUTOSAVES_KEPT)) await transaction.store.delete(key);
      await transaction.done;
    },
    async list() {
      return (await db.getAll("autosaves")).reverse();
    },
  };
}
