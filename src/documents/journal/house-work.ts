import { checkpointText } from "./segment.ts";
import type { SegmentFile } from "./segment-file.ts";
import type { SegmentStorage } from "./segment-storage.ts";
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
