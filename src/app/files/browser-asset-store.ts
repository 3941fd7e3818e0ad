import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { AssetStore } from "#app/session-port.ts";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import type { Asset } from "#engine/patch.ts";
import { mediaKindOf } from "./media-kind.ts";

interface MediaSchema extends DBSchema {
  media: { key: string; value: Blob };
}

/** Larger files would not fit the memory of the page that decodes them. */
const LARGEST_BYTES = 1024 * 1024 * 1024;

export interface BrowserAssetStoreOptions {
  /** Address of shipped media: the asset's path is appended. */
  readonly shippedBase: string;
  readonly database?: string;
}

/**
 * Keeps media by the hash of their bytes in the origin's private file system, or in IndexedDB where that is missing;
 * what is not there is fetched by its path from the media that ship with the app.
 */
export function createBrowserAssetStore({
  shippedBase,
  database = "optophone-media",
}: BrowserAssetStoreOptions): AssetStore {
  const shelf = openShelf(database).catch(() => NO_SHELF);
  return {
    async load(asset) {
      const kept = asset.hash ? await (await shelf).get(asset.hash) : undefined;
      if (kept) return done(await kept.arrayBuffer());
      return fetchShipped(shippedBase, asset);
    },
    async keep(file): Promise<Outcome<Omit<Asset, "id">>> {
      const kind = mediaKindOf(file);
      if (!kind)
        return refused(
          `“${file.name}” is neither sound, film nor picture. WAV, MP3, FLAC, OGG, WebM, MP4, PNG, JPEG and WebP can be dropped here.`,
        );
      if (file.size === 0) return refused(`“${file.name}” is empty.`);
      if (file.size > LARGEST_BYTES)
        return refused(`“${file.name}” is larger than 1 GB. Cut it shorter or compress it, then drop it again.`);
      try {
        const hash = await hashOf(await file.arrayBuffer());
        await (await shelf).put(hash, file);
        return done({ name: file.name, kind, path: `media/${safeFileName(file.name)}`, hash });
      } catch (error) {
        return refused(`“${file.name}” could not be kept in the browser: ${messageOf(error)}`);
      }
    },
  };
}

/** SHA-256 in lower-case hex. */
export async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function fetchShipped(base: string, asset: Asset): Promise<Outcome<ArrayBuffer>> {
  const missing = `“${asset.name}” is not on this computer. Drop the file on the module that plays it.`;
  if (asset.path.startsWith("/") || asset.path.split("/").includes("..")) return refused(missing);
  try {
    const response = await fetch(base + asset.path.split("/").map(encodeURIComponent).join("/"));
    // A server of single-page apps answers unknown paths with its page.
    if (!response.ok || response.headers.get("content-type")?.startsWith("text/html")) return refused(missing);
    const bytes = await response.arrayBuffer();
    if (asset.hash && (await hashOf(bytes)) !== asset.hash)
      return refused(`“${asset.name}” is not the file this patch was made with. Drop the right one on the module.`);
    return done(bytes);
  } catch {
    return refused(missing);
  }
}

interface Shelf {
  get(hash: string): Promise<Blob | undefined>;
  put(hash: string, blob: Blob): Promise<void>;
}

/** Where the browser lets nothing be kept: shipped media still play. */
const NO_SHELF: Shelf = {
  get: async () => undefined,
  put: async () => {
    throw new Error("it lets this page keep nothing");
  },
};

async function openShelf(database: string): Promise<Shelf> {
  try {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(database, { create: true });
    return {
      get: async (hash) => {
        try {
          const file = await (await folder.getFileHandle(hash)).getFile();
          return file.size > 0 ? file : undefined;
        } catch {
          return undefined;
        }
      },
      put: async (hash, blob) => {
        const handle = await folder.getFileHandle(hash, { create: true });
        try {
          await blob.stream().pipeTo(await handle.createWritable());
          if ((await handle.getFile()).size !== blob.size) throw new Error("not all of it could be written.");
        } catch (error) {
          // What is written shows only once the stream is closed; the empty file must not stand for the media.
          if ((await handle.getFile()).size !== blob.size) await folder.removeEntry(hash);
          throw error;
        }
      },
    };
  } catch {
    const db: IDBPDatabase<MediaSchema> = await openDB<MediaSchema>(database, 1, {
      upgrade: (upgraded) => {
        upgraded.createObjectStore("media");
      },
    });
    return {
      get: (hash) => db.get("media", hash),
      put: async (hash, blob) => {
        await db.put("media", blob, hash);
      },
    };
  }
}

const safeFileName = (name: string): string => name.replace(/[^\p{L}\p{N}._ -]/gu, "_").replace(/^\.+/, "_");
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
