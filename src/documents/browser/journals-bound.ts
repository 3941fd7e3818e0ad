import type { JournalsBound } from "#documents/journal/house-work.ts";

/** Bytes all journals may take, where the browser has room enough. */
const MOST_BYTES = 1024 * 1024 * 1024;
/** What they may take of the room there is. */
const SHARE_OF_QUOTA = 0.1;

/** How much all journals of this browser may take now, and which documents its pages have. Never rejects. */
export async function journalsBound(): Promise<JournalsBound> {
  const { quota = Number.POSITIVE_INFINITY } = await navigator.storage.estimate().catch(() => ({ quota: undefined }));
  const held = await locksHeld();
  return {
    most: Math.min(MOST_BYTES, quota * SHARE_OF_QUOTA),
    isOpen: (uid) => held.some((name) => name.endsWith(`:${uid}`)),
  };
}

/** The names of all locks pages hold; a document's ends with its uid. */
async function locksHeld(): Promise<readonly string[]> {
  if (!("locks" in navigator)) return [];
  const { held = [] } = await navigator.locks.query().catch(() => ({ held: [] }));
  return held.flatMap(({ name = "" }) => name);
}
