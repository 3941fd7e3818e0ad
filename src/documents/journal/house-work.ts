import { checkpointText } from "./segment.ts";
import type { SegmentFile } from "./segment-file.ts";
import type { SegmentStorage } from "./segment-storage.ts";
import { thinTogether } from "./thin-together.ts";
import { thin } from "./thinning.ts";

/**
 * Compresses what is written to its end and takes away what a journal need not keep. `current` is being written. What can't be done
 * now, as when there is no room for it, is done the next time: until then it only takes more space.
 */
export async function houseWork(
  storage: SegmentStorage,
  uid: string,
  current: SegmentFile | undefined,
  now: number,
): Promise<void> {
  try {
    const { remove, shorten } = thin(await storage.list(uid), now);
    for (const file of remove) await storage.remove(uid, file);
    for (const file of shorten) {
      const text = checkpointText(await storage.read(uid, file));
      await storage.shorten(uid, file, text, { ...file, isShort: true });
    }
    for (const file of await storage.list(uid)) if (file.number !== current?.number) await storage.pack(uid, file);
  } catch {
    // Nothing is lost by it; see above.
  }
}

/** What holds for all journals of a device together. */
export interface JournalsBound {
  /** Bytes they may take. */
  readonly most: number;
  /** Whether a page has the document: nothing of its journal goes. */
  readonly isOpen: (uid: string) => boolean;
}

/** Takes away the oldest of what all journals need not keep, so that they stay within a bound. */
export async function thinAllJournals(storage: SegmentStorage, { most, isOpen }: JournalsBound): Promise<void> {
  try {
    const journals = [];
    for (const uid of await storage.documents())
      journals.push({ uid, files: await storage.list(uid), isOpen: isOpen(uid) });
    for (const { uid, file } of thinTogether(journals, most)) await storage.remove(uid, file);
  } catch {
    // As above: what can't be done now is done the next time.
  }
}
